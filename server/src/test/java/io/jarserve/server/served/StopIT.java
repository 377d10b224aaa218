package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.InstanceStatus.ProxyView;
import io.jarserve.server.model.ProxyStatus;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server stops while requests are under way. */
@Timeout(300)
class StopIT {

  private static final String QUEUED =
      "jarserve_deployment_queued_queries{application=\"patient\",deployment=\"Waits\"} 1.0";

  @TempDir private Path home;

  @Test
  void stop_requestsUnderWay_haveTheGraceTimeOfTheirDeployment() throws Exception {
    TestNode node = TestNode.start(home);
    deploy(node, "brief", "200ms");
    deploy(node, "patient", "60s");
    assertThat(node.status().httpOptions().port()).isEqualTo(node.port());
    assertThat(node.status().proxies().values())
        .extracting(ProxyView::status)
        .containsExactly(ProxyStatus.HEALTHY);
    try (Wire brief = asked(node, "/brief");
        Wire patient = asked(node, "/patient");
        Wire waiting = asked(node, "/patient");
        Wire late = new Wire(node.port())) {
      await().until(() -> Files.exists(begun("brief")) && Files.exists(begun("patient")));
      await().until(() -> node.metrics().contains(QUEUED));
      CompletableFuture<Void> closed = CompletableFuture.runAsync(node::close);

      Wire.Answer cut = brief.receive();
      assertThat(cut.status()).isEqualTo(503);
      assertThat(cut.body()).contains("shutting_down", "graceful_shutdown_timeout_s");
      late.send("GET", "/patient", "");
      assertThat(late.receive().status()).isEqualTo(503);
      assertThat(closed).isNotDone();
      assertThat(node.status().proxies().values())
          .extracting(ProxyView::status)
          .containsExactly(ProxyStatus.DRAINING);

      Files.createFile(home.resolve("go"));
      assertThat(patient.receive().body()).isEqualTo("done");
      assertThat(waiting.receive().body()).isEqualTo("done");
      closed.get(60, TimeUnit.SECONDS);
      assertThat(home.resolve("patient.stopped")).exists();
      assertThat(home.resolve("brief.stopped")).exists();
    }
  }

  private void deploy(TestNode node, String name, String grace) {
    PluginJars.jar(name, "1.0")
        .deployment(
            "demo.Waits",
            "routePrefix = \"/%s\", maxOngoingRequests = 1, gracefulShutdownTimeout = \"%s\""
                .formatted(name, grace),
            """
            private static void touch(String name) throws Exception {
              java.nio.file.Files.write(java.nio.file.Path.of("%1$s", name), new byte[0]);
            }
            public Response handle(Request request) throws Exception {
              touch("%2$s.begun");
              while (!java.nio.file.Files.exists(java.nio.file.Path.of("%1$s", "go"))) {
                Thread.sleep(5);
              }
              return Response.text("done");
            }
            public void stop() throws Exception {
              touch("%2$s.stopped");
            }
            """
                .formatted(home, name))
        .writeTo(node.deployDir().resolve(name + ".jar"));
    node.awaitRunning(name, "1.0");
  }

  private Path begun(String name) {
    return home.resolve(name + ".begun");
  }

  private static Wire asked(TestNode node, String path) throws Exception {
    Wire wire = new Wire(node.port());
    wire.send("GET", path, "");
    return wire;
  }
}
