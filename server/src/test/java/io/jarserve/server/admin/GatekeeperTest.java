package io.jarserve.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.metrics.Meters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser may be made to send, over real HTTP. */
@Timeout(300)
class GatekeeperTest {
  private final Meters meters = new Meters();
  private final AtomicInteger shutdowns = new AtomicInteger();
  private final AdminServer admin =
      new AdminServer(AdminPort.local(0), Statuses::empty, meters, shutdowns::incrementAndGet);

  @BeforeEach
  void start() throws IOException {
    admin.start();
  }

  @AfterEach
  void close() {
    admin.close();
    meters.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:8265", "127.0.0.1:1", "127.8.9.10", "[::1]:8265", "[::1]"})
  void host_ofLoopback_taken(String host) throws IOException {
    assertThat(getAs(host)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8265",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "127.evil.example",
        "10.0.0.1",
        "[fe80::1]",
        "localhost."
      })
  void host_ofSomebodyElse_refused(String host) throws IOException {
    assertThat(getAs(host)).isEqualTo(403);
  }

  @Test
  void host_inTheRequestLine_isTheOneThatCounts() throws IOException {
    RawHttp.Answer answer =
        RawHttp.send(
            admin.port(), "GET http://evil.example/metrics HTTP/1.1", "Host: evil.example");

    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void host_absentAsInOldHttp_taken() throws IOException {
    assertThat(RawHttp.send(admin.port(), "GET /-/healthz HTTP/1.0").status()).isEqualTo(200);
  }

  @Test
  void shutdown_fromAPageOfThisPort_taken() throws IOException {
    String own = "localhost:" + admin.port();

    assertThat(post(own, "Origin: http://" + own, "Sec-Fetch-Site: same-origin")).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://localhost:3000",
        "Origin: https://localhost:8265",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void shutdown_fromAPageElsewhere_refused(String header) throws IOException {
    assertThat(post("localhost:8265", header)).isEqualTo(403);
    assertThat(shutdowns).hasValue(0);
  }

  @Test
  void reading_fromAPageElsewhere_answeredButNotReadableThere() throws IOException {
    RawHttp.Answer answer =
        RawHttp.send(
            admin.port(), "GET / HTTP/1.1", "Host: localhost", "Origin: http://evil.example");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).doesNotContainKey("Access-Control-Allow-Origin");
  }

  private int getAs(String host) throws IOException {
    return RawHttp.send(admin.port(), "GET /-/healthz HTTP/1.1", "Host: " + host).status();
  }

  private int post(String host, String... headers) throws IOException {
    List<String> lines = new ArrayList<>(List.of(headers));
    lines.add(0, "POST /api/serve/shutdown HTTP/1.1");
    lines.add(1, "Host: " + host);
    return RawHttp.send(admin.port(), lines.toArray(String[]::new)).status();
  }
}
