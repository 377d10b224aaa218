package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReplicaRunnerTest {

  @TempDir Path dir;

  @Test
  void follow_planWithReplica_serves() throws Exception {
    try (SmallNode node = new SmallNode(dir)) {
      node.run(
          "hello",
          PluginJars.jar("hello", "1.0")
              .deployment(
                  "demo.Main",
                  "",
                  "public Response handle(Request r) { return Response.text(\"hello \" + r.path()); }"),
          Map.of());

      assertThat(Wire.get(node.port(), "/hello/x").body()).isEqualTo("hello /x");
    }
  }
}
