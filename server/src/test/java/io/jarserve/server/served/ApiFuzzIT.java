package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests made at random from what the API's document offers, and bent: whatever comes in, the
 * answer comes soon, is no 500, and shows nothing of the inside. Short by default; {@code
 * -Djarserve.requests=50000} for more of them, {@code -Djarserve.seed=…} for those of another run.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ApiFuzzIT {

  private static final int REQUESTS = Integer.getInteger("jarserve.requests", 1_500);
  private static final long SEED = Long.getLong("jarserve.seed", 4711);
  private static final int ANSWERED_WITHIN_MILLIS = 60_000;

  private static final List<String> TEXTS =
      List.of(
          "",
          "greeter",
          "Greeter",
          "none",
          "0",
          "-1",
          "1",
          "99999999999999999999",
          "1e400",
          "true",
          "30s",
          "1ms",
          "null",
          "{}",
          "[]",
          "*",
          "\"x\"",
          "W/\"x\"",
          "%00",
          "../../etc/passwd",
          "file:///etc/passwd",
          "file:x",
          "/etc/passwd",
          "\u0000",
          "\ud83d\ude00",
          "a".repeat(3000),
          "' or 1=1 --",
          "${jndi:ldap://x}",
          "sha-256=AAAA",
          "<script>",
          "0".repeat(64));

  @TempDir Path home;
  private final Random random = new Random(SEED);

  @Test
  void anyRequest_isAnsweredSoonWithoutA500OrAStackTrace() throws Exception {
    try (TestNode node = TestNode.start(home)) {
      DocumentClient client = new DocumentClient(node.adminPort());
      byte[] jar = PluginJars.greeter("greeter", "1.0", "hello").bytes();
      String digest =
          client.call("uploadArtifact", Map.of("name", "greeter"), jar).json().getString("digest");
      List<JsonObject> paths = operations(client.document());
      for (int i = 0; i < REQUESTS; i++) {
        byte[] request = request(paths.get(random.nextInt(paths.size())), digest);
        check(i, request, answer(node.adminPort(), request));
      }
      assertThat(client.call("getApplications", Map.of(), null).status()).isEqualTo(200);
    }
  }

  private static void check(int number, byte[] request, String answer) {
    String shown =
        "request %d of seed %d:%n%.2000s%nanswer:%n%.2000s"
            .formatted(number, SEED, new String(request, StandardCharsets.ISO_8859_1), answer);
    assertThat(answer).as(shown).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 500");
    assertThat(answer)
        .as(shown)
        .doesNotContain("\tat ", "\\tat ", "java.lang.", "io.jarserve.server.", "org.eclipse.");
  }

  // ---- what is sent

  private static List<JsonObject> operations(JsonObject document) {
    List<JsonObject> operations = new ArrayList<>();
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      for (String method : paths.getJsonObject(path).fieldNames()) {
        JsonObject described = paths.getJsonObject(path).getJsonObject(method).copy();
        operations.add(described.put("path", path).put("method", method.toUpperCase(Locale.ROOT)));
      }
    }
    return operations;
  }

  private byte[] request(JsonObject operation, String digest) {
    String method = operation.getString("method");
    String path = operation.getString("path");
    if (path.endsWith("/shutdown") || random.nextInt(20) == 0) {
      method = pick(List.of("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "FOO"));
    }
    StringBuilder head = new StringBuilder(method).append(' ').append(target(operation, path));
    head.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    headers(operation, head);
    byte[] body = random.nextInt(8) == 0 ? new byte[0] : body(digest);
    head.append("Content-Type: ")
        .append(pick(List.of("application/json", "application/json", "text/plain", "x", "a/b")))
        .append("\r\nContent-Length: ")
        .append(body.length)
        .append("\r\n\r\n");
    byte[] first = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(first.length + body.length).put(first).put(body).array();
  }

  private String target(JsonObject operation, String template) {
    String path = template;
    StringBuilder query = new StringBuilder();
    for (JsonObject parameter : parameters(operation)) {
      String name = parameter.getString("name");
      if (parameter.getString("in").equals("path")) {
        path = path.replace("{" + name + "}", encoded(text()));
      } else if (parameter.getString("in").equals("query") && random.nextInt(3) == 0) {
        String value =
            name.equals("wait") ? pick(List.of("1ms", "20ms", "0", "x")) : encoded(text());
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
      }
    }
    if (random.nextInt(20) == 0) {
      query.append(query.isEmpty() ? '?' : '&').append(encoded(text())).append("=%ff");
    }
    return path + query;
  }

  private void headers(JsonObject operation, StringBuilder head) {
    for (JsonObject parameter : parameters(operation)) {
      if (parameter.getString("in").equals("header") && random.nextInt(3) == 0) {
        String value = text().replaceAll("[^ -~]", "?");
        head.append(parameter.getString("name")).append(": ").append(value).append("\r\n");
      }
    }
  }

  private static List<JsonObject> parameters(JsonObject operation) {
    var list = operation.getJsonArray("parameters");
    return list == null ? List.of() : list.stream().map(JsonObject.class::cast).toList();
  }

  /** JSON of the right fields with values of any kind, or JSON cut off, or no JSON. */
  private byte[] body(String digest) {
    String json = object(3, digest);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(6) == 0 && bytes.length > 1) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    if (random.nextInt(6) == 0 && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private String object(int depth, String digest) {
    StringBuilder text = new StringBuilder("{");
    int fields = random.nextInt(5);
    for (int i = 0; i < fields; i++) {
      text.append(i == 0 ? "" : ",").append('"').append(pick(FIELDS)).append("\":");
      text.append(value(depth, digest));
    }
    return text.append('}').toString();
  }

  private static final List<String> FIELDS =
      List.of(
          "name",
          "digest",
          "jar",
          "applications",
          "deployments",
          "num_replicas",
          "route_prefix",
          "user_config",
          "request_timeout_s",
          "update_strategy",
          "non_blocking",
          "version",
          "deployment",
          "target_num_replicas",
          "max_queued_requests",
          "nonsense");

  private String value(int depth, String digest) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0 -> "null";
      case 1 -> String.valueOf(random.nextBoolean());
      case 2 -> String.valueOf(random.nextInt(3));
      case 3 -> pick(List.of("1e999", "-1", "0.5", "9223372036854775808", "1e-9", "01"));
      case 4 -> '"' + digest + '"';
      case 5, 6 ->
          new JsonObject()
              .put("x", text())
              .encode()
              .replaceFirst("^\\{\"x\":", "")
              .replaceFirst("}$", "");
      case 7 -> "[" + object(depth - 1, digest) + "," + object(depth - 1, digest) + "]";
      case 8 -> "[" + "[".repeat(random.nextInt(1200)) + value(0, digest);
      default -> object(depth - 1, digest);
    };
  }

  private String text() {
    return pick(TEXTS);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private String encoded(String text) {
    return random.nextInt(10) == 0
        ? text.replaceAll("[^!-~]", "?")
        : URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  // ---- what comes back

  /** The whole answer, or its beginning where it goes on for as long as the client stays. */
  private static String answer(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWERED_WITHIN_MILLIS);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(request);
        InputStream in = socket.getInputStream();
        byte[] piece = new byte[8192];
        int n = 0;
        while (n >= 0 && !goesOn(answer)) {
          answer.write(piece, 0, n);
          n = goesOn(answer) ? -1 : in.read(piece);
        }
      } catch (SocketException broken) {
        // the rest was not wanted: the answer is there all the same
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  private static boolean goesOn(ByteArrayOutputStream answer) {
    String text = answer.toString(StandardCharsets.ISO_8859_1);
    return text.substring(0, Math.max(0, text.indexOf("\r\n\r\n"))).contains("text/event-stream");
  }
}
