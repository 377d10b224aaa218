package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.access.Callers;
import io.jarserve.server.json.Json;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.testing.LogLines;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class AdminServerTest {
  private final Meters meters = new Meters();
  private final AtomicInteger shutdowns = new AtomicInteger();
  private volatile InstanceStatus status = Statuses.applications(2, 3);
  private final AdminServer admin = server("127.0.0.1", 0, false);

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
  @ValueSource(strings = {"/api/serve/applications/", "/api/serve/applications"})
  void applications_get_wholeStatusAsJson(String path) throws IOException {
    RawHttp.Answer answer = get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
    assertThat(json(answer).get("applications"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsOnlyKeys("app-0000", "app-0001");
  }

  @Test
  void applications_thousandWithTenReplicasEach_allAnswered() throws IOException {
    status = Statuses.applications(1_000, 10);

    assertThat(json(get("/api/serve/applications/")).get("applications"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .hasSize(1_000);
    assertThat(get("/").body()).contains("app-0999").endsWith("</html>\n");
  }

  @Test
  void application_known_itsViewAlone() throws IOException {
    RawHttp.Answer answer = get("/api/serve/applications/app-0001");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(json(answer).get("name")).isEqualTo("app-0001");
  }

  @Test
  void application_nameNeedsEncoding_found() throws IOException {
    status = Statuses.of(Map.of("my app", Statuses.application("my app", 1)));

    assertThat(get("/api/serve/applications/my%20app").status()).isEqualTo(200);
  }

  @Test
  void application_unknown_problemNamesTheNearest() throws IOException {
    RawHttp.Answer answer = get("/api/serve/applications/app-001");

    assertProblem(answer, 404, "unknown_application");
    assertThat(answer.body()).contains("'app-001'").contains("did you mean");
  }

  @Test
  void metrics_get_prometheusText() throws IOException {
    meters.deployment("greet", "Greeter").request(200, 1);
    RawHttp.Answer answer = get("/metrics");

    assertThat(answer.headers()).containsEntry("Content-Type", Meters.CONTENT_TYPE);
    assertThat(answer.body()).contains("jarserve_num_http_requests_total{application=\"greet\"");
  }

  @Test
  void healthz_get_success() throws IOException {
    assertThat(get("/-/healthz").body()).isEqualTo("success");
  }

  @Test
  void head_anyReadablePath_headersWithoutBody() throws IOException {
    RawHttp.Answer answer = send("HEAD /-/healthz HTTP/1.1", "Host: localhost");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("Content-Length", "7");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void shutdown_post_answeredFirstAndRunOnce() throws IOException {
    RawHttp.Answer first = send("POST /api/serve/shutdown HTTP/1.1", "Host: localhost");
    RawHttp.Answer second = send("POST /api/serve/shutdown HTTP/1.1", "Host: localhost");

    assertThat(List.of(first.status(), second.status())).containsExactly(202, 202);
    assertThat(first.body()).contains("\"message\"");
    await().untilAsserted(() -> assertThat(shutdowns).hasValue(1));
    await().during(Duration.ofMillis(100)).until(() -> shutdowns.get() == 1);
  }

  @Test
  void shutdown_thatClosesThisServer_isStillAnswered() throws Exception {
    AdminServer[] closing = new AdminServer[1];
    AtomicInteger closed = new AtomicInteger();
    closing[0] =
        new AdminServer(
            AdminPort.local(0),
            () -> status,
            meters,
            () -> {
              closing[0].close();
              closed.incrementAndGet();
            });
    closing[0].start();

    assertThat(
            RawHttp.send(closing[0].port(), "POST /api/serve/shutdown HTTP/1.1", "Host: localhost")
                .status())
        .isEqualTo(202);
    await().untilAsserted(() -> assertThat(closed).hasValue(1));
  }

  @Test
  void close_whileSomebodyAsksAgainAndAgain_doesNotWaitForHim() throws Exception {
    CountDownLatch asked = new CountDownLatch(3);
    Thread asking = new Thread(() -> askOnOneConnection(asked));
    asking.setDaemon(true);
    asking.start();
    assertThat(asked.await(2, TimeUnit.MINUTES)).isTrue();

    try (LogLines log = LogLines.listen()) {
      admin.close();

      assertThat(log.warnings()).isEmpty();
    }
    asking.join(TimeUnit.MINUTES.toMillis(2));
    assertThat(asking.isAlive()).isFalse();
  }

  /** For as long as it is left open. */
  private void askOnOneConnection(CountDownLatch asked) {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.port() + "/-/healthz"))
            .timeout(Duration.ofMinutes(1))
            .build();
    try {
      while (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
        asked.countDown();
      }
    } catch (IOException | InterruptedException closed) {
      // the port is
    }
  }

  @Test
  void shutdown_get_notAllowedAndNothingHappens() throws IOException {
    RawHttp.Answer answer = get("/api/serve/shutdown");

    assertProblem(answer, 405, "method_not_allowed");
    assertThat(answer.headers()).containsEntry("Allow", "POST, OPTIONS");
    assertThat(shutdowns).hasValue(0);
  }

  @Test
  void options_anyPath_saysWhatIsAllowed() throws IOException {
    RawHttp.Answer answer = send("OPTIONS /api/serve/shutdown HTTP/1.1", "Host: localhost");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers()).containsEntry("Allow", "POST, OPTIONS");
    assertThat(shutdowns).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void readablePath_otherMethod_notAllowed(String method) throws IOException {
    RawHttp.Answer answer = send(method + " /api/serve/applications/ HTTP/1.1", "Host: localhost");

    assertProblem(answer, 405, "method_not_allowed");
    assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD, OPTIONS");
  }

  @Test
  void query_thatNoRouteLooksAt_namesIt() throws IOException {
    RawHttp.Answer answer = get("/api/serve/applications/?dry_run=true");

    assertProblem(answer, 400, "bad_request");
    assertThat(json(answer).get("field")).isEqualTo("dry_run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/api/serve", "/metrics/x", "/%3Cb%3E"})
  void unknownPath_get_problem(String path) throws IOException {
    assertProblem(get(path), 404, "unknown_path");
  }

  @Test
  void brokenStatus_get_internalErrorWithoutDetails() throws IOException {
    try (AdminServer broken =
        new AdminServer(
            AdminPort.local(0),
            () -> {
              throw new IllegalStateException("secret");
            },
            meters,
            () -> {})) {
      broken.start();
      RawHttp.Answer answer =
          RawHttp.send(broken.port(), "GET /api/serve/applications/ HTTP/1.1", "Host: localhost");

      assertProblem(answer, 500, "internal_error");
      assertThat(answer.body()).doesNotContain("secret");
    }
  }

  @Test
  void body_announcedTooLarge_refusedUnread() throws IOException {
    RawHttp.Answer answer =
        send("POST /api/serve/shutdown HTTP/1.1", "Host: localhost", "Content-Length: 9999999");

    assertProblem(answer, 413, "body_too_large");
    assertThat(shutdowns).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET /%2e%2e/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\nConnection: close\r\n\r\n"
      })
  void request_thatIsNotHttp_problem(String request) throws IOException {
    assertProblem(RawHttp.bytes(admin.port(), request), 400, "bad_request");
  }

  @Test
  void everyAnswer_hasSecurityHeadersAndNoServerVersion() throws IOException {
    for (String path : List.of("/", "/metrics", "/nothing", "/%2e%2e/x")) {
      assertThat(get(path).headers())
          .containsEntry("X-Content-Type-Options", "nosniff")
          .containsEntry("X-Frame-Options", "DENY")
          .containsEntry("Cache-Control", "no-store")
          .containsEntry("Referrer-Policy", "no-referrer")
          .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
          .hasEntrySatisfying(
              "Content-Security-Policy",
              policy -> assertThat(policy).startsWith("default-src 'none'"))
          .doesNotContainKeys("Server", "Access-Control-Allow-Origin");
    }
  }

  @Test
  void start_portTaken_saysWhereAndRemedy() {
    try (AdminServer second = server("127.0.0.1", admin.port(), false)) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + admin.port())
          .hasMessageContaining("--admin-port");
    }
  }

  @Test
  void start_everyAddressWithoutPermission_refused() {
    try (AdminServer open = server("0.0.0.0", 0, false)) {
      assertThatThrownBy(open::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("0.0.0.0")
          .hasMessageContaining("allow_remote_admin");
    }
  }

  @Test
  void start_everyAddressWithPermission_answersToAddresses() throws IOException {
    try (AdminServer open = server("0.0.0.0", 0, true)) {
      open.start();

      assertThat(RawHttp.send(open.port(), "GET /-/healthz HTTP/1.1", "Host: 10.1.2.3:1").status())
          .isEqualTo(200);
    }
  }

  @Test
  void start_unknownHost_saysWhich() {
    try (AdminServer lost = server("no-such-host.invalid", 0, true)) {
      assertThatThrownBy(lost::start).hasMessageContaining("no-such-host.invalid");
    }
  }

  private AdminServer server(String host, int port, boolean allowRemote) {
    AdminPort wanted = new AdminPort(host, port, allowRemote, Callers.open());
    return new AdminServer(wanted, () -> status, meters, shutdowns::incrementAndGet);
  }

  private RawHttp.Answer get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1", "Host: localhost:" + admin.port());
  }

  private RawHttp.Answer send(String... lines) throws IOException {
    return RawHttp.send(admin.port(), lines);
  }

  private static Map<?, ?> json(RawHttp.Answer answer) {
    return Json.read(answer.body().getBytes(UTF_8), Map.class);
  }

  private static void assertProblem(RawHttp.Answer answer, int status, String reason) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
    assertThat(json(answer).get("reason")).isEqualTo(reason);
  }
}
