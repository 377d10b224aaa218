package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Meters of authors, from the replica to the scrape. */
@Timeout(300)
class AuthorMetersTest {

  @TempDir Path dir;
  private SmallNode node;

  @BeforeEach
  void start() throws IOException {
    node = new SmallNode(dir);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void meters_ofTwoReplicas_areShownWithTheirOwnersAndGoWithThem() throws Exception {
    SmallNode.Version version = node.store("app", "demo.Main", jar("app"));
    ReplicaId a = node.assign(version, "a", Map.of());
    ReplicaId b = node.assign(version, "b", Map.of());
    node.follow();
    node.awaitState(a, ReplicaState.RUNNING);
    node.awaitState(b, ReplicaState.RUNNING);

    assertThat(node.meters().scrape())
        .containsOnlyOnce("# TYPE demo_size gauge")
        .contains(size("app", "a") + " 7.0")
        .contains(size("app", "b") + " 7.0");

    node.stop(a);
    assertThat(node.meters().scrape()).doesNotContain(size("app", "a")).contains(size("app", "b"));

    node.stop(b);
    assertThat(node.meters().scrape()).doesNotContain("demo_size");
    node.awaitUnloaded();
  }

  @Test
  void meters_ofTwoApplicationsUnderOneName_bothAreShown() {
    node.run("one", jar("one"), Map.of());
    node.run(
        "two",
        PluginJars.jar("two", "1.0")
            .deployment(
                "demo.Main",
                "",
                """
                @Override public void start(ReplicaContext context) {
                  context.meters().gauge("demo.size", List.of(io.micrometer.core.instrument.Tag.of("more", "tags")), 8);
                }
                public Response handle(Request r) { return Response.empty(204); }
                """),
        Map.of());

    assertThat(node.meters().scrape())
        .containsOnlyOnce("# TYPE demo_size gauge")
        .contains(size("one", "a") + " 7.0")
        .contains("more=\"tags\"");
  }

  @Test
  void gauge_throwsOrHangs_leavesOutThatReplicaAlone() throws Exception {
    node.run("good", jar("good"), Map.of());
    node.run("bad", jar("bad"), Map.of());
    for (String how : new String[] {"hang", "throw"}) {
      Wire.get(node.port(), "/bad/" + how);
      assertThat(node.meters().scrape())
          .contains(size("good", "a") + " 7.0")
          .contains("jarserve_num_http_requests_total")
          .doesNotContain(size("bad", "a") + " 7.0");
      Wire.get(node.port(), "/bad/release");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> node.meters().scrape().contains(size("bad", "a") + " 7.0"));
    }
  }

  private static String size(String application, String replica) {
    return "demo_size{application=\"%s\",deployment=\"Main\",replica=\"%s\"}"
        .formatted(application, replica);
  }

  private static PluginJars jar(String application) {
    return PluginJars.jar(application, "1.0")
        .deployment(
            "demo.Main",
            "",
            """
            private volatile String mode = "";
            @Override public void start(ReplicaContext context) {
              context.meters().gauge("demo.size", this, Main::size);
              context.meters().counter("demo.starts").increment();
            }
            private double size() {
              if (mode.equals("throw")) {
                throw new AssertionError("no size") {};
              }
              while (mode.equals("hang")) {
                Thread.onSpinWait();
              }
              return 7;
            }
            public Response handle(Request r) {
              mode = r.path().substring(1);
              return Response.empty(204);
            }
            """);
  }
}
