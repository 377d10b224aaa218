package io.jarserve.server.replica.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deployments of one application call each other. */
@Timeout(300)
class OwnHandleTest {

  @TempDir private static Path home;
  private static TestNode node;
  private static final ExecutorService CLIENTS = Executors.newCachedThreadPool();

  @BeforeAll
  static void start() {
    node = TestNode.start(home);
  }

  @AfterAll
  static void stop() {
    System.setProperty("text.open", "yes");
    node.close();
    CLIENTS.shutdownNow();
    System.clearProperty("text.open");
  }

  @AfterEach
  void close() {
    System.clearProperty("text.open");
  }

  @Test
  void typed_inOneApplication_isACallWithTheVeryObjects() {
    serve(
        TextJars.of(
            "typed",
            "1.0",
            """
            Object mine = new Object();
            return Response.text(words.count("a b c") + " " + words.twice("a b") + " "
                + (words.same(mine) == mine) + " " + words.later("x").toCompletableFuture().join()
                + " " + words.equals(words) + " " + words);
            """));

    assertThat(node.get("/typed").body())
        .isEqualTo("3 4 true 1 true DeploymentHandle[typed#Words]");
    assertThat(node.get("/Words").statusCode()).isEqualTo(404);
  }

  @Test
  void untyped_jsonValueOrRequest_getsAValueOfTheType() {
    serve(
        TextJars.of(
            "untyped",
            "1.0",
            """
            if (r.path().equals("/refused")) {
              handle.call(CallRequest.get("/refuse").withQuery("what", "tea"), String.class);
            }
            if (r.path().equals("/failed")) {
              handle.call(CallRequest.get("/fail"), String.class);
            }
            Map<?, ?> map = handle.call("one two", Map.class);
            String text = handle.callAsync("one", String.class).toCompletableFuture().join();
            int status = handle.call(CallRequest.get("/fail"), Response.class).status();
            return Response.text(map.get("words") + " " + map.get("id").equals(r.id()) + " "
                + text.contains("\\"words\\":1") + " " + status);
            """));

    assertThat(node.get("/untyped").body()).isEqualTo("2 true true 500");
    HttpResponse<String> refused = node.get("/untyped/refused");
    assertThat(refused.statusCode()).isEqualTo(418);
    assertThat(refused.body()).contains("no tea");
    HttpResponse<String> failed = node.get("/untyped/failed");
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).contains("deployment_failed").contains("broken");
  }

  @Test
  void async_twoCalls_areUnderWayAtOnce() {
    serve(
        TextJars.of(
            "fan",
            "1.0",
            """
            CountDownLatch both = new CountDownLatch(2);
            Object meet = new Object() {
              @Override public String toString() {
                both.countDown();
                try { both.await(); } catch (InterruptedException e) { return "interrupted"; }
                return "met";
              }
            };
            var one = handle.async(Words.class, words -> words.same(meet).toString());
            var two = handle.async(Words.class, words -> words.same(meet).toString());
            return Response.text(one.thenCombine(two, (a, b) -> a + b).toCompletableFuture().join());
            """));

    assertThat(node.get("/fan").body()).isEqualTo("metmet");
  }

  @Test
  void start_callsItsCallee_waitsUntilThatRuns() {
    PluginJars jar =
        TextJars.of("warm", "1.0", "return Response.text(String.valueOf(warmed));")
            .source(
                "demo.Front",
                TextJars.deployment(
                    "Front",
                    "Deployment",
                    TextJars.route("warm"),
                    """
                    int warmed;
                    public void start(ReplicaContext context) {
                      warmed = context.handle("Words").as(Words.class).count("a b c d");
                    }
                    public Response handle(Request r) { return Response.text("" + warmed); }
                    """));
    serve(jar);

    assertThat(node.get("/warm").body()).isEqualTo("4");
  }

  @Test
  void handle_ofANameThatIsNot_failsTheStartAndNamesTheNearest() {
    assertThat(failure("unknown", "context.handle(\"Word\");"))
        .contains("no deployment 'Word'")
        .contains("did you mean 'Words'?")
        .contains("[Front, Words]");
  }

  @Test
  void as_interfaceThatTheCalleeLacks_failsTheStartAndNamesTheClass() {
    assertThat(failure("lacks", "context.handle(\"Words\").as(Runnable.class);"))
        .contains("class demo.Counter")
        .contains("does not implement java.lang.Runnable")
        .contains("demo.Words");
  }

  @Test
  void as_class_failsTheStart() {
    assertThat(failure("noface", "context.handle(\"Words\").as(Counter.class);"))
        .contains("demo.Counter is no interface");
  }

  @Test
  void handle_toItself_failsTheStart() {
    assertThat(failure("self", "context.handle(\"Front\");"))
        .contains("closes a circle")
        .contains("Front -> Front");
  }

  @Test
  void handle_inACircle_failsTheStartAndShowsTheWay() {
    PluginJars jar =
        TextJars.of("circle", "1.0", "return Response.text(\"never\");")
            .source(
                "demo.Counter",
                TextJars.deployment(
                    "Counter",
                    "Deployment, Words",
                    "name = \"Words\"",
                    "public void start(ReplicaContext context) { context.handle(\"Front\"); }"
                        + TextJars.COUNTER));

    assertThat(failure(jar, "circle")).contains("closes a circle");
  }

  @Test
  void call_everyReplicaFullAndQueueFull_is429() throws Exception {
    serve(
        TextJars.of(
            "limits",
            "1.0",
            "",
            ", maxOngoingRequests = 1, maxQueuedRequests = 1",
            "return Response.text(words.await(r.query(\"who\").orElse(\"\")));"));
    CompletableFuture<HttpResponse<String>> first = client("/limits?who=first");
    awaitProperty("text.under.way.first");
    CompletableFuture<HttpResponse<String>> second = client("/limits?who=second");
    await().until(() -> node.get("/limits?who=third").statusCode() == 429);
    HttpResponse<String> full = node.get("/limits?who=third");

    assertThat(full.statusCode()).isEqualTo(429);
    assertThat(full.body()).contains("queue_full").contains("limits#Words");
    System.setProperty("text.open", "yes");
    assertThat(first.get(60, TimeUnit.SECONDS).body()).isEqualTo("waited");
    assertThat(second.get(60, TimeUnit.SECONDS).body()).isEqualTo("waited");
    assertThat(node.get("/limits?who=fourth").body()).isEqualTo("waited");
  }

  @Test
  void call_manyWaitBesideRequests_noneIsForgotten() {
    serve(
        TextJars.of(
            "many",
            "1.0",
            "",
            ", routePrefix = \"/many-words\", maxOngoingRequests = 1",
            "return Response.text(\"\" + words.count(\"a b\"));"));
    LoadClients clients =
        LoadClients.wantingOk(node.port()).add(24, "/many").add(8, "/many-words/id");

    await().atMost(Duration.ofSeconds(60)).until(() -> clients.succeeded() > 5000);
    clients.assertNothingLost();
  }

  @Test
  void call_deadlineOfTheRequestPasses_is504AndInterruptsTheCallee() {
    serve(
        TextJars.of(
            "late",
            "1.0",
            ", requestTimeout = \"1s\"",
            "",
            "return Response.text(words.await(\"late\"));"));

    assertThat(node.get("/late").statusCode()).isEqualTo(504);
    awaitProperty("text.interrupted.late");
  }

  @Test
  void async_requestEnds_interruptsTheCall() {
    serve(
        TextJars.of(
            "cut",
            "1.0",
            ", requestTimeout = \"1s\"",
            "",
            """
            var one = handle.async(Words.class, words -> words.await("cut"));
            return Response.text(one.toCompletableFuture().get());
            """));

    assertThat(node.get("/cut").statusCode()).isEqualTo(504);
    awaitProperty("text.interrupted.cut");
  }

  @Test
  void call_calleeWithoutReplica_is503AndCanBeCaught() throws IOException {
    Files.writeString(
        node.deployDir().resolve("none.yaml"),
        "deployments:\n  - name: Words\n    num_replicas: 0\n");
    serve(
        TextJars.of(
            "none",
            "1.0",
            """
            if (r.path().equals("/caught")) {
              try {
                words.count("");
              } catch (HandleException.Unavailable e) {
                return Response.text("caught " + e.status());
              }
            }
            return Response.text("" + words.count(""));
            """));

    assertThat(node.get("/none/caught").body()).isEqualTo("caught 503");
    HttpResponse<String> uncaught = node.get("/none");
    assertThat(uncaught.statusCode()).isEqualTo(503);
    assertThat(uncaught.body()).contains("no_healthy_replica").contains("none#Words");
  }

  @Test
  void undeploy_callUnderWay_waitsForItAndForTheCallers() throws Exception {
    serve(
        TextJars.of(
            "drain",
            "1.0",
            "words.await(\"drain\"); return Response.text(\"\" + words.count(\"a b\"));"));
    CompletableFuture<HttpResponse<String>> underWay = client("/drain");
    awaitProperty("text.under.way.drain");

    Files.delete(node.deployDir().resolve("drain.jar"));
    node.awaitStatus(
        status ->
            status.applications().get("drain") != null
                && status.applications().get("drain").status() == ApplicationStatus.DELETING);
    System.setProperty("text.open", "yes");

    assertThat(underWay.get(60, TimeUnit.SECONDS).body()).isEqualTo("2");
    node.awaitStatus(status -> !status.applications().containsKey("drain"));
  }

  @Test
  void nonBlockingCaller_ofABlockingCallee_isToldToUseAsync() {
    serve(
        TextJars.of(
            "nb",
            "1.0",
            ", nonBlocking = true",
            "",
            """
            try {
              return Response.text("" + words.count("a"));
            } catch (IllegalStateException e) {
              return Response.text(e.getMessage());
            }
            """));

    assertThat(node.get("/nb").body()).contains("nb#Front is non-blocking").contains("callAsync");
  }

  @Test
  void calls_areCountedApartFromRequests() {
    serve(
        TextJars.of(
            "counted",
            "1.0",
            "for (int i = 0; i < 7; i++) { words.count(\"a\"); } return Response.text(\"\");"));
    assertThat(node.get("/counted").statusCode()).isEqualTo(200);

    assertThat(node.metrics())
        .contains(
            "jarserve_num_handle_calls_total{application=\"counted\",deployment=\"Words\",status_code=\"200\"} 7.0")
        .contains(
            "jarserve_num_http_requests_total{application=\"counted\",deployment=\"Words\",status_code=\"200\"} 0.0");
  }

  private static void serve(PluginJars jar) {
    String id = jar.id();
    jar.writeTo(node.deployDir().resolve(id + ".jar"));
    node.awaitRunning(id, "1.0");
  }

  private static String failure(String id, String start) {
    PluginJars jar =
        TextJars.of(id, "1.0", "return Response.text(\"never\");")
            .source(
                "demo.Front",
                TextJars.deployment(
                    "Front",
                    "Deployment",
                    TextJars.route(id),
                    "public void start(ReplicaContext context) {"
                        + start
                        + "} public Response handle(Request r) { return Response.text(\"\"); }"));
    return failure(jar, id);
  }

  private static String failure(PluginJars jar, String id) {
    jar.writeTo(node.deployDir().resolve(id + ".jar"));
    ApplicationView view =
        node.awaitApplication(id, app -> app.status() == ApplicationStatus.DEPLOY_FAILED);
    return view.message();
  }

  private static CompletableFuture<HttpResponse<String>> client(String path) {
    return CompletableFuture.supplyAsync(() -> node.get(path), CLIENTS);
  }

  private static void awaitProperty(String name) {
    await(name).until(() -> System.getProperty(name) != null);
  }
}
