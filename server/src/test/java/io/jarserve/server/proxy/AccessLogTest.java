package io.jarserve.server.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.json.Json;
import io.jarserve.server.logs.LogFiles;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.routing.Router;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class AccessLogTest {

  private static final Pattern COMBINED =
      Pattern.compile(
          "127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000] "
              + "\"GET /nothing\\?a=%22 HTTP/1.1\" 404 \\d+ \"-\" \"a \\\\x22b\\\\x22\" \"q1\" \\d+");

  @TempDir Path dir;

  @Test
  void log_combined_hasALineARequest() throws Exception {
    serve(
        false,
        port -> {
          Wire.get(port, "/nothing?a=%22", "X-Request-Id: q1", "User-Agent: a \"b\"");
          Wire.get(port, "/-/healthz");
        });

    List<String> lines = Files.readAllLines(log());
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).matches(COMBINED);
    assertThat(lines.get(1))
        .containsPattern("\"GET /-/healthz HTTP/1.1\" 200 7 .* \"\\w{16}\" \\d+");
  }

  @Test
  void log_json_isAnObjectARequest() throws Exception {
    serve(true, port -> Wire.get(port, "/nothing?a=1", "X-Request-Id: q1", "Referer: http://x/"));

    Map<?, ?> line = Json.read(Files.readAllBytes(log()), Map.class);
    assertThat(line.get("path")).isEqualTo("/nothing?a=1");
    assertThat(line.get("status")).isEqualTo(404L);
    assertThat(line.get("request_id")).isEqualTo("q1");
    assertThat(line.get("referer")).isEqualTo("http://x/");
    assertThat(line.get("method")).isEqualTo("GET");
    assertThat((Double) line.get("duration_s")).isBetween(0.0, 30.0);
    assertThat(line.containsKey("user_agent")).isFalse();
  }

  @Test
  void log_whatIsNoHttp_isALineToo() throws Exception {
    serve(
        false,
        port -> {
          try (Wire wire = new Wire(port)) {
            wire.raw("\0\1\2 nonsense\r\n\r\n");
            assertThat(wire.receive().status()).isEqualTo(400);
          }
        });

    assertThat(Files.readString(log())).contains(" 400 ");
  }

  @Test
  void combined_valuesOfTheClient_cannotForgeLines() throws Exception {
    String line = new String(access("/a\"\n127.0.0.1 é", "x\r\ny\\", "q\"1").combined(), UTF_8);

    assertThat(line.lines()).hasSize(1);
    assertThat(line)
        .isEqualTo(
            "10.0.0.7 - - [31/Jan/2030:12:00:00 +0000] \"GET /a\\x22\\x0a127.0.0.1 \\xc3\\xa9"
                + " HTTP/1.1\" 200 5 \"-\" \"x\\x0d\\x0ay\\x5c\" \"q\\x221\" 1500\n");
  }

  private static Access access(String path, String userAgent, String id)
      throws UnknownHostException {
    return new Access(
        1_896_091_200_000L,
        1_500_000,
        new InetSocketAddress(InetAddress.getByName("10.0.0.7"), 1),
        "GET",
        path,
        "HTTP/1.1",
        200,
        5,
        null,
        userAgent,
        id);
  }

  private interface Use {
    void with(int port) throws IOException;
  }

  private void serve(boolean json, Use use) throws IOException {
    try (LogFiles files = new LogFiles(dir, 1_000_000, 2);
        Meters meters = new Meters();
        ProxyServer proxy =
            new ProxyServer("127.0.0.1", 0, new Router(meters), () -> Readiness.READY)) {
      proxy.logAccess(files, json);
      proxy.start();
      use.with(proxy.port());
      await().until(() -> Files.exists(log()));
    }
  }

  private Path log() {
    return dir.resolve("access.log");
  }
}
