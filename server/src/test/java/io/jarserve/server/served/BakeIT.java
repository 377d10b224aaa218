package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ServerProcess;
import io.jarserve.server.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that start well and serve badly, under load: they never take over, or do not stay. */
class BakeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String CALM = "Thread.sleep(50);";
  private static final String SLOW = "Thread.sleep(200);";
  private static final String THREE_TIMES_SLOWER = "Thread.sleep(600);";
  private static final String FAULTY =
      CALM + "if (COUNT.incrementAndGet() % 3 == 0) { throw new Exception(\"out of stock\"); }";

  private static final String UNREADY =
      "if (request.path().equals(\"/ready\")) { throw new Exception(\"no price list\"); }";

  @TempDir private Path home;

  @Test
  void version_thatAnswersAThirdWithErrors_isLeftForTheOneBefore() {
    assertThat(whyLeft(CALM, FAULTY))
        .contains(
            "2.0 failed: worse than 1.0 in ", "deployment Shop: 3", "% of ", "requests failed")
        .contains("max_error_percent 5", "1.0 keeps serving")
        .containsPattern("event: .*3[0-9]\\.[0-9] % of [0-9]+ requests failed");
  }

  @Test
  void version_thatIsThreeTimesSlower_isLeftForTheOneBefore() {
    assertThat(whyLeft(SLOW, THREE_TIMES_SLOWER))
        .contains("ms on average, more than ", "max_latency_percent 200")
        .contains("0.0 % of ", "1.0 keeps serving")
        .containsPattern("event: .*0\\.0 % of [0-9]+ requests failed \\(0\\)");
  }

  @Test
  void version_thatFailsItsProbe_neverTakesOver() {
    try (TestNode node = TestNode.start(home)) {
      LoadClients clients = serving(node);
      deploy("2.0", UNREADY);
      ApplicationView app = failed(node);
      clients.awaitRound();
      clients.close();

      assertThat(app.message())
          .contains("could not start: the probe request GET /ready ", "no price list")
          .contains("1.0 keeps serving");
      assertThat(clients.failures()).isEmpty();
      assertThat(node.get("/shop").body()).isEqualTo("1.0");
      assertThat(node.metrics())
          .contains("jarserve_bakes_total 0.0")
          .doesNotContain("status_code=\"500\"");
    }
  }

  @Test
  void version_thatIsAsGood_stays() {
    try (TestNode node = TestNode.start(home)) {
      LoadClients clients = serving(node);
      deploy("2.0", CALM);
      ApplicationView watched = node.awaitApplication("shop", app -> app.bake() != null);
      assertThat(watched.status()).isEqualTo(ApplicationStatus.DEPLOYING);
      assertThat(watched.servingVersion()).isEqualTo("1.0");
      node.awaitRunning("shop", "2.0");
      clients.close();

      assertThat(clients.failures()).isEmpty();
      assertThat(node.application("shop").bake()).isNull();
      assertThat(node.metrics())
          .contains("jarserve_bakes_total 1.0", "jarserve_bakes_passed_total 1.0");
    }
  }

  @Test
  void kill_duringTheBake_endsAtTheOneBefore() throws IOException {
    Path gate = home.resolve("gate");
    try (ServerProcess server = ServerProcess.start(home, "-Xmx256m")) {
      deploy("1.0", CALM);
      await().atMost(PATIENCE).until(() -> running(server, "1.0"));
      try (LoadClients load = clients(server.httpPort())) {
        deploy("2.0", faultyWhen(gate));
        await().atMost(PATIENCE).until(() -> app(server).map(a -> a.bake() != null).orElse(false));
        server.kill();
        assertThat(load.begun()).isPositive();
      }
    }

    Files.createFile(gate);
    try (TestNode node = TestNode.start(home);
        LoadClients load = clients(node.port())) {
      ApplicationView app = failed(node);
      assertThat(app.message()).contains("2.0 failed: worse than 1.0");
      awaitOnly(node, "1.0");
      assertThat(node.get("/shop").body()).isEqualTo("1.0");
      assertThat(load.succeeded()).isPositive();
    }
  }

  private static String faultyWhen(Path thereIs) {
    return CALM
        + "if (java.nio.file.Files.exists(java.nio.file.Path.of(\"%s\"))) { %s }"
            .formatted(thereIs, FAULTY);
  }

  /** What the event says of the version that was left. */
  private static String goneBack(TestNode node) {
    HttpRequest audit = HttpRequest.newBuilder(node.admin().resolve("/api/serve/audit")).build();
    return await()
        .atMost(PATIENCE)
        .until(() -> rolledBack(node.send(audit).body()), text -> !text.isEmpty());
  }

  private static String rolledBack(String audit) {
    return new JsonObject(audit)
        .getJsonArray("entries").stream()
            .map(JsonObject.class::cast)
            .filter(event -> event.getString("kind").equals("ROLLED_BACK"))
            .map(event -> event.getString("text"))
            .collect(Collectors.joining("\n"));
  }

  private LoadClients serving(TestNode node) {
    return serving(node, CALM);
  }

  private LoadClients serving(TestNode node, String work) {
    deploy("1.0", work);
    node.awaitRunning("shop", "1.0");
    LoadClients clients = clients(node.port());
    await().atMost(PATIENCE).until(() -> clients.succeeded() > 400);
    return clients;
  }

  /** What the faulty version throws is its own answer; nothing else may go wrong. */
  private static LoadClients clients(int port) {
    return new LoadClients(
            port,
            (status, body) ->
                status == 200 || (status == 500 && body.contains("deployment_failed")))
        .add(32, "/shop");
  }

  /** What status and event say of a version, once the one before serves alone again. */
  private String whyLeft(String workBefore, String work) {
    try (TestNode node = TestNode.start(home)) {
      LoadClients clients = serving(node, workBefore);
      deploy("2.0", work);
      String why = failed(node).message();
      String event = goneBack(node);
      assertServesAgain(node, clients);
      return why + "\nevent: " + event;
    }
  }

  private static ApplicationView failed(TestNode node) {
    return node.awaitApplication("shop", app -> app.status() == ApplicationStatus.DEPLOY_FAILED);
  }

  private static void assertServesAgain(TestNode node, LoadClients clients) {
    awaitOnly(node, "1.0");
    clients.awaitRound();
    clients.close();
    assertThat(clients.failures()).isEmpty();
    assertThat(node.get("/shop").body()).isEqualTo("1.0");
    assertThat(node.metrics()).contains("jarserve_rollbacks_total 1.0", "jarserve_bakes_total 1.0");
  }

  private static void awaitOnly(TestNode node, String version) {
    node.awaitApplication(
        "shop",
        app ->
            app.deployments().get("Shop").replicas().stream()
                .allMatch(replica -> replica.version().equals(version)));
  }

  private static boolean running(ServerProcess server, String version) {
    return app(server)
        .map(a -> a.status() == ApplicationStatus.RUNNING && a.version().equals(version))
        .orElse(false);
  }

  private static Optional<ApplicationView> app(ServerProcess server) {
    return server.status().map(status -> status.applications().get("shop"));
  }

  private void deploy(String version, String work) {
    PluginJars.jar("shop", version)
        .deployment(
            "demo.Shop",
            "routePrefix = \"/shop\", numReplicas = 2, probe = @Probe(path = \"/ready\"), bake = @Bake(time = \"3s\")",
            """
            private static final java.util.concurrent.atomic.AtomicInteger COUNT =
                new java.util.concurrent.atomic.AtomicInteger();
            public Response handle(Request request) throws Exception {
              %s
              return Response.text("%s");
            }
            """
                .formatted(work, version))
        .writeTo(TestNode.deployDir(home).resolve("shop.jar"));
  }
}
