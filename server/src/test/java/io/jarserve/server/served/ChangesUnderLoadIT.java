package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator changes beside replacing a JAR, on a whole server that is asked all the time.
 */
@Timeout(300)
class ChangesUnderLoadIT {

  private static final String HANDLE =
      "public Response handle(Request r) { return Response.text(\"%s\"); }";

  @TempDir private Path home;

  @Test
  void jar_withRoutedAndUnroutedDeployments_isReachableByItsRoutesAlone() {
    try (TestNode node = TestNode.start(home)) {
      PluginJars.jar("app", "1.0")
          .deployment("demo.One", "routePrefix = \"/one\"", HANDLE.formatted("one"))
          .deployment("demo.Two", "routePrefix = \"/two\"", HANDLE.formatted("two"))
          .deployment("demo.Hidden", "", HANDLE.formatted("hidden"))
          .writeTo(jar("app"));
      node.awaitRunning("app", "1.0");

      assertThat(node.get("/one").body()).isEqualTo("one");
      assertThat(node.get("/two").body()).isEqualTo("two");
      assertThat(node.get("/Hidden").statusCode()).isEqualTo(404);
      assertThat(node.get("/-/routes").body()).isEqualTo("{\"/one\":\"app\",\"/two\":\"app\"}");
      DeploymentView hidden = node.application("app").deployments().get("Hidden");
      assertThat(hidden.replicas()).singleElement().matches(ReplicaView::healthy);
    }
  }

  @Test
  void higherVersion_deleted_lowerComesBackWithoutALoss() throws IOException {
    try (TestNode node = TestNode.start(home)) {
      PluginJars.greeter("app", "1.0", "one").writeTo(jar("app-1"));
      node.awaitRunning("app", "1.0");
      LoadClients clients = load(node);
      PluginJars.greeter("app", "2.0", "two").writeTo(jar("app-2"));
      node.awaitRunning("app", "2.0");
      assertThat(node.application("app").superseded()).containsExactly("app-1.jar");
      clients.awaitRound();
      assertThat(node.get("/app").body()).isEqualTo("two");

      Files.delete(jar("app-2"));
      node.awaitRunning("app", "1.0");
      assertThat(node.get("/app").body()).isEqualTo("one");
      assertThat(node.application("app").superseded()).isEmpty();
      clients.assertNothingLost();
    }
  }

  @Test
  void options_editedInPlace_restartNoReplicaAndLoseNothing() throws IOException {
    try (TestNode node = TestNode.start(home)) {
      configured().writeTo(jar("app"));
      node.awaitRunning("app", "1.0");
      LoadClients clients = load(node);
      Set<String> first = ids(node);

      options("num_replicas: 3");
      node.awaitApplication("app", app -> running(app) && ids(app).size() == 3);
      assertThat(ids(node)).containsAll(first);
      Set<String> three = ids(node);

      options("num_replicas: 3", "max_ongoing_requests: 7", "max_queued_requests: 500");
      awaitOption(node, "max_ongoing_requests", "7");
      options("num_replicas: 3", "user_config: {greeting: ciao}");
      await().until(() -> node.get("/app").body().equals("ciao"));
      assertThat(ids(node)).isEqualTo(three);

      options("num_replicas: 1", "user_config: {greeting: ciao}");
      node.awaitApplication("app", app -> running(app) && ids(app).size() == 1);
      assertThat(three).containsAll(ids(node));
      clients.assertNothingLost();
    }
  }

  @Test
  void routePrefix_edited_movesTheDeploymentWithoutARestart() throws IOException {
    try (TestNode node = TestNode.start(home)) {
      configured().writeTo(jar("app"));
      PluginJars.greeter("other", "1.0", "other").writeTo(jar("other"));
      node.awaitRunning("app", "1.0");
      node.awaitRunning("other", "1.0");
      Set<String> first = ids(node);
      AtomicBoolean moving = new AtomicBoolean();
      LoadClients bystanders = LoadClients.wantingOk(node.port()).add(2, "/other");
      LoadClients clients =
          new LoadClients(
                  node.port(), (status, body) -> status == 200 || (moving.get() && status == 404))
              .add(4, "/app");
      clients.awaitRound();

      moving.set(true);
      options("route_prefix: /moved");
      await().until(() -> node.get("/moved").statusCode() == 200);
      assertThat(node.get("/app").statusCode()).isEqualTo(404);
      assertThat(ids(node)).isEqualTo(first);
      clients.assertNothingLost();
      bystanders.assertNothingLost();
    }
  }

  @Test
  void option_thatRolls_replacesTheReplicasWithoutALoss() throws IOException {
    try (TestNode node = TestNode.start(home)) {
      configured().writeTo(jar("app"));
      node.awaitRunning("app", "1.0");
      LoadClients clients = load(node);
      Set<String> first = ids(node);

      options("non_blocking: true");
      node.awaitApplication(
          "app", app -> running(app) && ids(app).stream().noneMatch(first::contains));
      clients.awaitRound();
      clients.assertNothingLost();
    }
  }

  /** Both versions hold a file while they live, and say so when it is held already. */
  @Test
  void recreate_newVersion_neverRunsBesideTheOldAndFailsInTheGapAlone() {
    try (TestNode node = TestNode.start(home)) {
      exclusive("1.0").writeTo(jar("app"));
      node.awaitRunning("app", "1.0");
      AtomicBoolean updating = new AtomicBoolean();
      Set<String> answers = ConcurrentHashMap.newKeySet();
      LoadClients clients =
          new LoadClients(
                  node.port(),
                  (status, body) -> {
                    answers.add(status == 200 ? body : String.valueOf(status));
                    return status == 200 || (updating.get() && status == 503);
                  })
              .add(4, "/app");
      clients.awaitRound();

      updating.set(true);
      exclusive("2.0").writeTo(jar("app"));
      node.awaitRunning("app", "2.0");
      clients.awaitRound();
      updating.set(false);
      clients.awaitRound();
      clients.assertNothingLost();
      assertThat(answers).contains("1.0", "2.0").isSubsetOf("1.0", "2.0", "503");
      assertThat(node.application("app").lastError()).isNull();
      assertThat(home.resolve("two-at-once")).doesNotExist();
    }
  }

  private PluginJars exclusive(String version) {
    return PluginJars.jar("app", version)
        .deployment(
            "demo.App",
            "routePrefix = \"/app\", numReplicas = 1, updateStrategy = UpdateStrategy.RECREATE",
            """
            private static final java.nio.file.Path HELD = java.nio.file.Path.of("%1$s/held");
            public void start(ReplicaContext context) throws Exception {
              try {
                java.nio.file.Files.createFile(HELD);
              } catch (java.nio.file.FileAlreadyExistsException e) {
                java.nio.file.Files.createFile(java.nio.file.Path.of("%1$s/two-at-once"));
                throw e;
              }
            }
            public void stop() throws Exception {
              java.nio.file.Files.delete(HELD);
            }
            public Response handle(Request request) {
              return Response.text("%2$s");
            }
            """
                .formatted(home, version));
  }

  private static PluginJars configured() {
    return PluginJars.jar("app", "1.0")
        .deployment(
            "demo.App",
            "routePrefix = \"/app\"",
            """
            private volatile String greeting = "hello";
            public void reconfigure(UserConfig config) {
              greeting = String.valueOf(config.values().getOrDefault("greeting", "hello"));
            }
            public Response handle(Request request) {
              return Response.text(greeting);
            }
            """);
  }

  private void options(String... lines) throws IOException {
    Files.writeString(
        TestNode.deployDir(home).resolve("app.yaml"), String.join("\n", lines) + "\n");
  }

  private static void awaitOption(TestNode node, String name, String value) {
    node.awaitApplication(
        "app",
        app ->
            running(app)
                && value.equals(String.valueOf(deployment(app).deploymentConfig().get(name))));
  }

  private static LoadClients load(TestNode node) {
    LoadClients clients = LoadClients.wantingOk(node.port()).add(8, "/app");
    clients.awaitRound();
    return clients;
  }

  private static boolean running(ApplicationView app) {
    return app.status().name().equals("RUNNING")
        && deployment(app).replicas().stream().allMatch(ReplicaView::healthy);
  }

  private static DeploymentView deployment(ApplicationView app) {
    return app.deployments().get("App");
  }

  private static Set<String> ids(TestNode node) {
    return ids(node.application("app"));
  }

  private static Set<String> ids(ApplicationView app) {
    return deployment(app).replicas().stream()
        .map(ReplicaView::replicaId)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Path jar(String name) {
    return TestNode.deployDir(home).resolve(name + ".jar");
  }
}
