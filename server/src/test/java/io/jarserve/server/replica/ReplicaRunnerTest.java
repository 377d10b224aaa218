package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ReplicaRunnerTest {

  private static final String HELLO =
      "public Response handle(Request r) { return Response.text(\"hello \" + r.path()); }";

  @TempDir Path dir;

  @Test
  void follow_planWithReplica_serves() throws Exception {
    try (SmallNode node = new SmallNode(dir)) {
      node.run(
          "hello", PluginJars.jar("hello", "1.0").deployment("demo.Main", "", HELLO), Map.of());

      assertThat(Wire.get(node.port(), "/hello/x").body()).isEqualTo("hello /x");
    }
  }

  @Test
  void follow_deploymentLeavesThePlan_itsMetersGo() throws Exception {
    try (SmallNode node = new SmallNode(dir)) {
      ReplicaId id =
          node.run(
              "hello", PluginJars.jar("hello", "1.0").deployment("demo.Main", "", HELLO), Map.of());
      Wire.get(node.port(), "/hello");
      await()
          .untilAsserted(
              () ->
                  assertThat(node.meters().scrape())
                      .contains(
                          "jarserve_num_http_requests_total{application=\"hello\",deployment=\"Main\",status_code=\"200\"} 1.0",
                          "jarserve_deployment_replicas{application=\"hello\",deployment=\"Main\",state=\"RUNNING\"} 1.0"));

      node.unassign(id);
      node.follow();
      await().untilAsserted(() -> assertThat(node.report().replicas()).isEmpty());
      assertThat(node.meters().scrape()).doesNotContain("application=\"hello\"");
    }
  }
}
