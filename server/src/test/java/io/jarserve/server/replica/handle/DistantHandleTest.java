package io.jarserve.server.replica.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deployments of two applications call each other: each with classes of its own. */
@Timeout(300)
class DistantHandleTest {

  private static final String TEXT = "package demo; public record Text(String body, int times) {}";
  private static final String COUNTS =
      "package demo; import java.util.*; public record Counts(int words, List<Text> parts) {}";
  private static final String STATISTICS =
      """
      package demo;
      import java.util.*;
      import java.util.concurrent.*;
      public interface Statistics {
        Counts count(Text text);
        List<Text> all(List<Text> texts);
        CompletionStage<Counts> later(Text text);
        void fail(String how);
        void hang() throws InterruptedException;
        String version();
      }
      """;

  @TempDir private Path home;
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.start(home);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void typed_acrossApplications_mapsToTheClassesOfEachSide() throws IOException {
    far("1.0");
    near(
        """
        Text text = new Text("a b c", 2);
        List<Text> all = far.all(List.of(text, text));
        return Response.text(far.count(text).words() + " " + far.count(text).parts().get(0).body()
            + " " + all.get(1).times() + " " + far.later(text).toCompletableFuture().join().words()
            + " " + handle.async(Statistics.class, f -> f.version()).toCompletableFuture().join());
        """);

    assertThat(node.get("/near").body()).isEqualTo("6 a b c 2 6 1.0");
    assertThat(node.metrics())
        .contains(
            "jarserve_num_handle_calls_total{application=\"far\",deployment=\"Main\",status_code=\"200\"}");
  }

  @Test
  void untyped_acrossApplications_isARequestWithItsId() throws IOException {
    far("1.0");
    near(
        """
        Counts counts = handle.call(new Text("x y", 1), Counts.class);
        Response whole = handle.call(CallRequest.get("/id"), Response.class);
        String id = new String(((Response.Bytes) whole.body()).content());
        return Response.text(counts.words() + " " + id.equals(r.id()) + " " + whole.status());
        """);

    assertThat(node.get("/near").body()).isEqualTo("2 true 200");
  }

  @Test
  void callee_throws_isToldInWordsAndRefusalsKeepTheirStatus() throws IOException {
    far("1.0");
    near("far.fail(r.path()); return Response.text(\"\");");

    HttpResponse<String> failed = node.get("/near/own");
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).contains("far#Main threw Own: my own");
    HttpResponse<String> refused = node.get("/near/refuse");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("not that");
  }

  @Test
  void callee_isNotThere_is503UntilItComesAndAfterItWent() throws IOException {
    near("return Response.text(far.version());");
    HttpResponse<String> before = node.get("/near");
    assertThat(before.statusCode()).isEqualTo(503);
    assertThat(before.body()).contains("no_healthy_replica").contains("far#Main");

    far("1.0");
    await().untilAsserted(() -> assertThat(node.get("/near").body()).isEqualTo("1.0"));

    Files.delete(node.deployDir().resolve("far.jar"));
    node.awaitStatus(status -> !status.applications().containsKey("far"));
    assertThat(node.get("/near").statusCode()).isEqualTo(503);
  }

  @Test
  void callee_replacedUnderLoad_failsNoCallAndBothLoadersAreCollected() throws IOException {
    far("1.0");
    near("return Response.text(far.version() + far.count(new Text(\"a\", 1)).words());");
    LoadClients clients = LoadClients.wantingOk(node.port()).add(8, "/near");
    await().until(() -> clients.succeeded() > 300);
    for (String version : new String[] {"2.0", "3.0"}) {
      far(version);
      long before = clients.succeeded();
      await().atMost(Duration.ofSeconds(60)).until(() -> clients.succeeded() > before + 200);
    }
    clients.assertNothingLost();
    assertThat(node.get("/near").body()).isEqualTo("3.01");
    Files.delete(node.deployDir().resolve("near.jar"));
    node.awaitStatus(status -> !status.applications().containsKey("near"));
    node.awaitUnloaded();
  }

  @Test
  void call_thatComesBack_isToldAsACircle() throws IOException {
    serve(
        new String[] {"near", "far"},
        """
        Response back = handle.call(CallRequest.get("/"), Response.class);
        return Response.text(new String(((Response.Bytes) back.body()).content()));
        """);
    serve(
        new String[] {"far", "near"},
        """
        try {
          handle.call(CallRequest.get("/"), Response.class);
          return Response.text("came through");
        } catch (IllegalStateException e) {
          return Response.text(e.getMessage());
        }
        """);

    assertThat(node.get("/near").body())
        .contains("closes a circle: near#Main -> far#Main -> near#Main");
  }

  @Test
  void call_deadlineOfTheRequestPasses_interruptsTheCallee() throws IOException {
    System.clearProperty("far.interrupted");
    far("1.0");
    Files.writeString(node.deployDir().resolve("near.yaml"), "request_timeout_s: 1\n");
    near("far.hang(); return Response.text(\"\");");

    assertThat(node.get("/near").statusCode()).isEqualTo(504);
    await().until(() -> System.getProperty("far.interrupted") != null);
    System.clearProperty("far.interrupted");
  }

  @Test
  void as_interfaceThatTheCalleeLacks_failsTheStart() throws IOException {
    far("1.0");
    PluginJars jar =
        PluginJars.jar("near", "1.0")
            .deployment(
                "demo.Main",
                TextJars.route("near"),
                "public void start(ReplicaContext context) {"
                    + " context.handle(\"far\", \"Main\").as(Runnable.class); }"
                    + " public Response handle(Request r) { return Response.text(\"\"); }");
    jar.writeTo(node.deployDir().resolve("near.jar"));

    assertThat(
            node.awaitApplication("near", app -> app.status() == ApplicationStatus.DEPLOY_FAILED)
                .message())
        .contains("far#Main does not implement java.lang.Runnable")
        .contains("demo.Statistics");
  }

  /** A deployment that calls the other application's. */
  private void near(String handle) throws IOException {
    PluginJars jar =
        shared("near", "1.0")
            .source(
                "demo.Main",
                TextJars.deployment(
                    "Main",
                    "Deployment",
                    TextJars.route("near"),
                    "DeploymentHandle handle; Statistics far;"
                        + " public void start(ReplicaContext context) {"
                        + " handle = context.handle(\"far\", \"Main\");"
                        + " far = handle.as(Statistics.class); }"
                        + (" public Response handle(Request r) throws Exception {"
                            + handle
                            + "}")));
    jar.writeTo(node.deployDir().resolve("near.jar"));
    node.awaitRunning("near", "1.0");
  }

  private void serve(String[] fromTo, String handle) throws IOException {
    PluginJars.jar(fromTo[0], "1.0")
        .deployment(
            "demo.Main",
            TextJars.route(fromTo[0]),
            "DeploymentHandle handle; public void start(ReplicaContext context) { handle ="
                + (" context.handle(\"" + fromTo[1] + "\", \"Main\"); }")
                + (" public Response handle(Request r) throws Exception {" + handle + "}"))
        .writeTo(node.deployDir().resolve(fromTo[0] + ".jar"));
    node.awaitRunning(fromTo[0], "1.0");
  }

  private void far(String version) throws IOException {
    PluginJars jar =
        shared("far", version)
            .source(
                "demo.Main",
                TextJars.deployment(
                    "Main",
                    "Deployment, Statistics",
                    "",
                    """
                    static class Own extends RuntimeException {
                      Own() { super("my own"); }
                    }
                    public Response handle(Request r) {
                      return r.path().equals("/id")
                          ? Response.text(r.id()) : Response.json(count(r.json(Text.class)));
                    }
                    public Counts count(Text text) {
                      return new Counts(text.times() * text.body().split(" ").length, List.of(text));
                    }
                    public List<Text> all(List<Text> texts) {
                      for (Text text : texts) { text.body(); }
                      return texts;
                    }
                    public CompletionStage<Counts> later(Text text) {
                      return CompletableFuture.completedFuture(count(text));
                    }
                    public void fail(String how) {
                      if (how.equals("/refuse")) { throw new RequestException(422, "not that"); }
                      throw new Own();
                    }
                    public void hang() throws InterruptedException {
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        System.setProperty("far.interrupted", "yes");
                        throw e;
                      }
                    }
                    public String version() { return "%s"; }
                    """
                        .formatted(version)));
    jar.writeTo(node.deployDir().resolve("far.jar"));
    node.awaitRunning("far", version);
  }

  private static PluginJars shared(String id, String version) {
    return PluginJars.jar(id, version)
        .source("demo.Text", TEXT)
        .source("demo.Counts", COUNTS)
        .source("demo.Statistics", STATISTICS);
  }
}
