package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.SocketClient;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JAR is replaced on a whole server while answers of the version before are open. */
@Timeout(300)
class OpenStreamsIT {

  /** Every answer tells its version. What waits, waits for a file. */
  private static final String BODY =
      """
      private static final java.nio.file.Path GATE = java.nio.file.Path.of("%1$s");
      private ReplicaContext context;
      @Override public void start(ReplicaContext given) { context = given; }
      @Override public Response handle(Request request) {
        return switch (request.path()) {
          case "/events" -> Response.events(stream -> stream.send("%2$s"));
          case "/socket" -> Response.webSocket(new WebSocketListener() {
            @Override public void onText(WebSocket socket, String text) throws Exception {
              socket.sendText(text + " %2$s");
            }
          });
          case "/later" -> Response.async(java.util.concurrent.CompletableFuture.supplyAsync(
              () -> {
                System.setProperty("jarserve.test.later", "%2$s");
                await();
                return Response.text("%2$s");
              },
              context.executor()));
          case "/stream" -> Response.stream("text/plain", out -> {
            tell(out, "%2$s begins, ");
            await();
            tell(out, "%2$s ends");
          });
          case "/endless" -> Response.stream("text/plain", out -> {
            tell(out, "%2$s");
            new java.util.concurrent.CountDownLatch(1).await();
          });
          default -> Response.text("%2$s");
        };
      }
      private static void tell(java.io.OutputStream out, String text) throws java.io.IOException {
        out.write(text.getBytes());
        out.flush();
      }
      private static void await() {
        while (!java.nio.file.Files.exists(GATE)) {
          java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
      }
      """;

  @TempDir private Path home;
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.start(home);
    deploy("1.0", "120s");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void update_underOpenAnswers_finishesThemOnTheirVersionAndTellsStreamsToGo() throws IOException {
    try (Wire stream = opened("/app/stream");
        Wire later = new Wire(node.port());
        Wire events = opened("/app/events");
        SocketClient socket = SocketClient.connect(node.port(), "/app/socket")) {
      assertThat(chunk(stream)).isEqualTo("1.0 begins, ");
      assertThat(chunk(events)).isEqualTo("data: 1.0\n\n");
      socket.sendText("at");
      assertThat(socket.next()).isEqualTo("at 1.0");
      later.send("GET", "/app/later", "");
      await().until(() -> "1.0".equals(System.clearProperty("jarserve.test.later")));

      deploy("2.0", "120s");

      assertThat(new String(events.receiveChunks(), StandardCharsets.UTF_8)).isEmpty();
      assertThat(socket.closed()).startsWith("1001");
      assertMeetsVersion("2.0");
      Files.createFile(home.resolve("gate"));
      assertThat(new String(stream.receiveChunks(), StandardCharsets.UTF_8)).isEqualTo("1.0 ends");
      assertThat(later.receive().body()).isEqualTo("1.0");
    }
    node.awaitUnloaded();
  }

  @Test
  void update_underAnAnswerThatDoesNotEnd_breaksItOffAfterTheGrace() throws IOException {
    deploy("1.1", "500ms");
    try (Wire endless = opened("/app/endless")) {
      assertThat(chunk(endless)).isEqualTo("1.1");

      deploy("2.0", "500ms");

      assertMeetsVersion("2.0");
      assertThatThrownBy(endless::receiveChunks).isInstanceOf(IOException.class);
    }
    node.awaitUnloaded();
  }

  /** Old streams that are open do not lead new ones to the version before. */
  private void assertMeetsVersion(String version) throws IOException {
    assertThat(node.get("/app").body()).isEqualTo(version);
    try (Wire events = opened("/app/events");
        SocketClient socket = SocketClient.connect(node.port(), "/app/socket")) {
      assertThat(chunk(events)).isEqualTo("data: " + version + "\n\n");
      socket.sendText("at");
      assertThat(socket.next()).isEqualTo("at " + version);
    }
  }

  private Wire opened(String path) throws IOException {
    Wire wire = new Wire(node.port());
    wire.send("GET", path, "");
    assertThat(wire.receiveHead().status()).isEqualTo(200);
    return wire;
  }

  private static String chunk(Wire wire) throws IOException {
    return new String(wire.receiveChunk(), StandardCharsets.UTF_8);
  }

  private void deploy(String version, String grace) {
    PluginJars.jar("app", version)
        .deployment(
            "demo.App",
            "routePrefix = \"/app\", gracefulShutdownTimeout = \"" + grace + "\"",
            BODY.formatted(home.resolve("gate"), version))
        .writeTo(node.deployDir().resolve("app.jar"));
    node.awaitRunning("app", version);
  }
}
