package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.SocketClient;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class UnloadAfterLastReplicaTest {

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stop_lastReplicaOfAGeneration_unloadsIt(boolean nonBlocking) throws Exception {
    try (SmallNode node = new SmallNode(dir)) {
      Map<OptionKey, Object> options =
          Map.of(OptionKey.NON_BLOCKING, nonBlocking, OptionKey.USER_CONFIG, Map.of("a", 1));
      SmallNode.Version version = node.store("app", "demo.Main", jar());
      ReplicaId first = node.assign(version, "a", options);
      ReplicaId second = node.assign(version, "b", options);
      node.follow();
      node.awaitState(first, ReplicaState.RUNNING);
      node.awaitState(second, ReplicaState.RUNNING);
      useIt(node);
      Wire watched = new Wire(node.port());
      watched.send("GET", "/app/slow", "");
      assertThat(watched.receive().body()).isEqualTo("slow");
      SocketClient socket = SocketClient.connect(node.port(), "/app/socket");
      socket.sendText("there");
      assertThat(socket.next()).isEqualTo("there");
      Wire events = new Wire(node.port());
      events.send("GET", "/app/events", "");
      assertThat(events.receiveHead().status()).isEqualTo(200);

      node.stop(first);
      assertThat(copies()).isEqualTo(1);
      assertThat(Wire.get(node.port(), "/app/json").status()).isEqualTo(200);
      node.stop(second);

      await().atMost(Duration.ofSeconds(60)).until(() -> copies() == 0);
      node.awaitUnloaded();
      await().atMost(Duration.ofSeconds(60)).until(() -> node.report().pendingUnload().isEmpty());
      watched.close();
      events.close();
      assertThat(socket.closed()).startsWith("1001");
      socket.close();
    }
  }

  private static void useIt(SmallNode node) throws IOException {
    for (int i = 0; i < 20; i++) {
      assertThat(Wire.post(node.port(), "/app/json", "{\"x\":1}").body()).isEqualTo("{\"x\":1}");
      assertThat(Wire.get(node.port(), "/app/stream").body()).isEqualTo("streamed");
      assertThat(Wire.get(node.port(), "/app/throw").status()).isEqualTo(500);
      assertThat(Wire.get(node.port(), "/app/refuse").status()).isEqualTo(400);
    }
  }

  private long copies() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("work"))) {
      return files.count();
    }
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0")
        .deployment(
            "demo.Main",
            "",
            """
            public record Point(int x) {}
            public record Conf(int a) {}
            static final class Own extends RequestException {
              Own() { super(400, "own"); }
            }
            @Override public void reconfigure(UserConfig config) { config.as(Conf.class); }
            @Override public void checkHealth() {}
            public Response handle(Request r) {
              return switch (r.path()) {
                case "/json" -> Response.json(r.method().equals("GET") ? null : r.json(Point.class));
                case "/stream" -> Response.stream("a/b", out -> out.write("streamed".getBytes()));
                case "/slow" -> Response.async(java.util.concurrent.CompletableFuture.supplyAsync(
                    () -> Response.text("slow"),
                    java.util.concurrent.CompletableFuture.delayedExecutor(
                        200, java.util.concurrent.TimeUnit.MILLISECONDS)));
                case "/events" -> Response.events(stream -> stream.onClose(() -> hashCode()));
                case "/socket" -> Response.webSocket(new WebSocketListener() {
                    public void onText(WebSocket socket, String text) throws Exception {
                      socket.sendText(text); } });
                case "/refuse" -> throw new Own();
                default -> throw new IllegalStateException("own") {};
              };
            }
            """);
  }
}
