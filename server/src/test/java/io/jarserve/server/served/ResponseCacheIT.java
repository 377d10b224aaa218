package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kept answers on a whole server, while versions replace each other under load. */
@Timeout(300)
class ResponseCacheIT {

  private static final int PATHS = 8;

  @TempDir Path dir;

  @Test
  void update_underLoad_neverGivesTheOldAnswerAfterTheOldVersionLeft() {
    AtomicInteger oldest = new AtomicInteger(1);
    try (TestNode node = TestNode.start(dir)) {
      drop(node, 1);
      LoadClients clients =
          new LoadClients(
              node.port(), (status, body) -> status == 200 && version(body) >= oldest.get());
      for (int path = 0; path < PATHS; path++) {
        clients.add(1, "/shop/" + path);
      }
      for (int version = 2; version <= 5; version++) {
        drop(node, version);
        clients.awaitRound();
        oldest.set(version);
        clients.awaitRound();
      }
      clients.close();

      assertThat(clients.failures()).isEmpty();
      assertThat(node.get("/shop/0").body()).isEqualTo("5");
      assertThat(node.metrics())
          .containsPattern("jarserve_response_cache_hits_total\\{application=\"shop\".*[1-9]");
    }
  }

  private static void drop(TestNode node, int version) {
    PluginJars.jar("shop", version + ".0")
        .deployment(
            "demo.Shop",
            "routePrefix = \"/shop\", numReplicas = 2,"
                + " responseCache = @ResponseCache(ttl = \"1h\")",
            "public Response handle(Request request) { return Response.text(\""
                + version
                + "\"); }")
        .writeTo(node.deployDir().resolve("shop.jar"));
    node.awaitRunning("shop", version + ".0");
  }

  private static int version(String body) {
    return Integer.parseInt(body);
  }
}
