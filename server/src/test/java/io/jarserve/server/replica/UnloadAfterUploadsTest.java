package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads of the server that are born on a plugin's thread keep nothing of the plugin. */
@Timeout(300)
class UnloadAfterUploadsTest {

  private static final int CLIENTS = 24;
  private static final int UPLOADS = 40;

  @TempDir private Path dir;

  @Test
  void stop_afterUploadsOfADeploymentWithInheritableThreadLocals_unloadsIt() throws Exception {
    try (SmallNode node = new SmallNode(dir)) {
      ReplicaId id =
          node.run(
              "app",
              jar(),
              Map.of(OptionKey.MAX_ONGOING_REQUESTS, CLIENTS, OptionKey.NUM_REPLICAS, 1));
      upload(node.port());
      node.stop(id);
      node.awaitUnloaded();
    }
  }

  private static void upload(int port) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<?>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(() -> uploadAgainAndAgain(port)));
    }
    for (Future<?> client : clients) {
      client.get();
    }
    threads.shutdown();
  }

  private static Void uploadAgainAndAgain(int port) throws Exception {
    try (Wire wire = new Wire(port)) {
      for (int i = 0; i < UPLOADS; i++) {
        wire.send("POST", "/app", "x".repeat(2000));
        assertThat(wire.receive().body()).isEqualTo("2000");
      }
    }
    return null;
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0")
        .deployment(
            "demo.Main",
            "",
            """
            static final class Mine {}
            static final InheritableThreadLocal<Object> OWN = new InheritableThreadLocal<>();
            public Response handle(Request r) {
              OWN.set(new Mine());
              return Response.text(String.valueOf(r.bytes().length));
            }
            """);
  }
}
