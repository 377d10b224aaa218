package io.jarserve.server.replica.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is replaced when, a call inside an application meets its own generation. */
@Timeout(300)
class OwnGenerationTest {

  private static final String SLOW_START =
      "{ try { TimeUnit.MILLISECONDS.sleep(400); } catch (InterruptedException e) { throw new"
          + " IllegalStateException(e); } }";

  @TempDir private Path home;

  @Test
  void replace_underLoadOfCalls_neverCrossesGenerationsAndFailsNone() {
    try (TestNode node = TestNode.start(home)) {
      drop(node, "1.0", "", "");
      LoadClients clients =
          new LoadClients(node.port(), OwnGenerationTest::isOfOneVersion).add(8, "/chain");
      await().until(() -> clients.succeeded() > 500);
      drop(node, "2.0", SLOW_START, "");
      awaitMore(clients);
      drop(node, "3.0", "", SLOW_START);
      awaitMore(clients);
      drop(node, "4.0", "", "");
      awaitMore(clients);
      clients.assertNothingLost();
      assertThat(node.get("/chain").body()).isEqualTo("4.0 4.0 4.0");
      node.awaitUnloaded();
    }
  }

  @Test
  void replace_newCalleeCannotStart_oldOnesServeOnTogether() {
    try (TestNode node = TestNode.start(home)) {
      drop(node, "1.0", "", "");
      LoadClients clients =
          new LoadClients(node.port(), OwnGenerationTest::isOfOneVersion).add(4, "/chain");
      await().until(() -> clients.succeeded() > 100);
      chain("2.0", "", "{ if (true) throw new IllegalStateException(\"no letters\"); }")
          .writeTo(node.deployDir().resolve("chain.jar"));
      node.awaitApplication("chain", app -> app.message().contains("no letters"));
      node.awaitApplication("chain", app -> "1.0".equals(app.servingVersion()));
      awaitMore(clients);
      clients.assertNothingLost();
      assertThat(node.get("/chain").body()).isEqualTo("1.0 1.0 1.0");
    }
  }

  private static boolean isOfOneVersion(int status, String body) {
    String[] versions = body.split(" ");
    return status == 200
        && versions.length == 3
        && versions[0].equals(versions[1])
        && versions[1].equals(versions[2]);
  }

  private static void awaitMore(LoadClients clients) {
    long before = clients.succeeded();
    await().atMost(Duration.ofSeconds(60)).until(() -> clients.succeeded() > before + 300);
  }

  private static void drop(TestNode node, String version, String frontStart, String lastStart) {
    chain(version, frontStart, lastStart).writeTo(node.deployDir().resolve("chain.jar"));
    node.awaitRunning("chain", version);
  }

  /** Front calls Words calls Letters; each says its version. */
  private static PluginJars chain(String version, String frontStart, String lastStart) {
    String version3 = "public String version() { return \"%s\"; }\n".formatted(version);
    String words =
        "Versioned next; public void start(ReplicaContext context) {"
            + " next = context.handle(\"Letters\").as(Versioned.class); }\n"
            + "public Response handle(Request r) { return Response.text(\"\"); }\n"
            + "public String version() { return \"%s \" + next.version(); }".formatted(version);
    return PluginJars.jar("chain", version)
        .source("demo.Versioned", "package demo; public interface Versioned { String version(); }")
        .source(
            "demo.Front",
            TextJars.deployment(
                "Front",
                "Deployment",
                TextJars.route("chain") + ", numReplicas = 2",
                frontStart
                    + "Versioned next; public void start(ReplicaContext context) {"
                    + " next = context.handle(\"Words\").as(Versioned.class); }\n"
                    + "public Response handle(Request r) { return Response.text(\"%s \" + next.version()); }"
                        .formatted(version)))
        .source(
            "demo.Words",
            TextJars.deployment("Words", "Deployment, Versioned", "numReplicas = 2", words))
        .source(
            "demo.Letters",
            TextJars.deployment(
                "Letters",
                "Deployment, Versioned",
                "numReplicas = 2",
                lastStart
                    + "public Response handle(Request r) { return Response.text(\"\"); }\n"
                    + version3));
  }
}
