package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.node.ServeNode;
import io.jarserve.server.node.StartException;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ServerProcess;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole server is stopped or killed, and started again. */
@Timeout(300)
class RestartIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String TELLS_ITS_WORD =
      """
      private volatile Object word;
      @Override public void reconfigure(UserConfig config) {
        Object next = config.values().get("word");
        if ("rude".equals(next)) {
          throw new IllegalArgumentException("'" + next + "' is no word to say");
        }
        word = next;
      }
      @Override public Response handle(Request request) { return Response.text("" + word); }
      """;

  private static final String WRITES_A_TEMP_FILE =
      """
      private java.nio.file.Path file;
      @Override public void start(ReplicaContext context) throws Exception {
        file = java.nio.file.Files.writeString(context.tempDirectory().resolve("scratch"), "x");
      }
      @Override public Response handle(Request request) { return Response.text("" + file); }
      """;

  @TempDir private Path home;

  @Test
  void start_onAnEmptiedMount_servesOnAndSaysSo() throws IOException {
    try (TestNode node = TestNode.start(home)) {
      deploy("1.0", "");
      node.awaitRunning("app", "1.0");
    }
    try (Stream<Path> files = Files.list(TestNode.deployDir(home))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    try (TestNode node = TestNode.start(home)) {
      assertThat(node.get("/app").body()).isEqualTo("1.0");
      node.awaitStatus(status -> status.messages().toString().contains("is empty"));
      node.awaitRunning("app", "1.0");
      assertThat(node.get("/app").body()).isEqualTo("1.0");
    }
  }

  @Test
  void start_jarDeletedWhileDown_isUndeployed() throws IOException {
    try (TestNode node = TestNode.start(home)) {
      deploy("1.0", "");
      node.awaitRunning("app", "1.0");
    }
    Files.delete(jar());

    try (TestNode node = TestNode.start(home)) {
      node.awaitStatus(status -> status.applications().isEmpty());
      assertThat(node.get("/app").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void start_afterAKillWithAFailedNewerVersion_bringsTheOldOneBack() throws IOException {
    String broken =
        "public void start(ReplicaContext c) { throw new IllegalStateException(\"no\"); }";
    try (ServerProcess server = ServerProcess.start(home, "-Xmx256m")) {
      deploy("1.0", "");
      await().atMost(PATIENCE).until(() -> status(server) == ApplicationStatus.RUNNING);
      deploy("2.0", broken);
      await().atMost(PATIENCE).until(() -> status(server) == ApplicationStatus.DEPLOY_FAILED);
      server.kill();
    }

    try (ServerProcess server = ServerProcess.start(home, "-Xmx256m")) {
      assertThat(server.get("/app").orElseThrow().body()).isEqualTo("1.0");
      await().atMost(PATIENCE).until(() -> status(server) == ApplicationStatus.DEPLOY_FAILED);
      ApplicationView app = server.status().orElseThrow().applications().get("app");
      assertThat(app.servingVersion()).isEqualTo("1.0");
      assertThat(app.message()).contains("2.0 failed", "1.0 keeps serving");
    }
  }

  @Test
  void start_afterAKillWithARefusedUserConfig_servesWithTheOneBeforeAndSaysSo() {
    try (ServerProcess server = ServerProcess.start(home, "-Xmx256m")) {
      configure("first");
      PluginJars.jar("app", "1.0")
          .deployment("demo.App", "routePrefix = \"/app\"", TELLS_ITS_WORD)
          .writeTo(jar());
      awaitAnswer(server, "first");
      configure("second");
      awaitAnswer(server, "second");
      configure("rude");
      await().atMost(PATIENCE).until(() -> status(server) == ApplicationStatus.DEPLOY_FAILED);
      assertThat(server.get("/app").orElseThrow().body()).isEqualTo("second");
      server.kill();
    }

    try (TestNode node = TestNode.start(home)) {
      assertThat(node.get("/app").body()).isEqualTo("second");
      ApplicationView app =
          node.awaitApplication("app", a -> a.status() == ApplicationStatus.DEPLOY_FAILED);
      assertThat(app.message())
          .contains("user_config was rejected", "'rude' is no word to say")
          .contains("1.0 with the options before keeps serving");
      assertThat(node.get("/app").body()).isEqualTo("second");

      configure("third");
      await().atMost(PATIENCE).until(() -> node.get("/app").body().equals("third"));
      node.awaitRunning("app", "1.0");
    }
  }

  @Test
  void start_afterAKill_deletesWhatReplicasHadInTheirTempDirectories() throws IOException {
    Path left;
    try (ServerProcess server = ServerProcess.start(home, "-Xmx256m")) {
      PluginJars.jar("app", "1.0")
          .deployment("demo.App", "routePrefix = \"/app\"", WRITES_A_TEMP_FILE)
          .writeTo(jar());
      await().atMost(PATIENCE).until(() -> status(server) == ApplicationStatus.RUNNING);
      left = Path.of(server.get("/app").orElseThrow().body());
      server.kill();
    }
    assertThat(left).isRegularFile();

    try (TestNode node = TestNode.start(home)) {
      assertThat(left.getParent()).doesNotExist();
      Path now = Path.of(node.get("/app").body());
      assertThat(now).isRegularFile();
      try (Stream<Path> directories = Files.list(now.getParent().getParent())) {
        assertThat(directories).containsExactly(now.getParent());
      }
    }
  }

  /** The port must stay closed: whoever sees it open sends requests that nobody answers. */
  @Test
  void stop_whileRecoveryWaits_endsTheStartAndOpensNoPort() throws Exception {
    Path hang = home.resolve("hang");
    try (TestNode node = TestNode.start(home)) {
      deploy("1.0", waitsWhileThereIs(hang));
      node.awaitRunning("app", "1.0");
    }
    Files.createFile(hang);
    int http = freePort();
    int admin = freePort();
    ServerConfig config =
        TestNode.config(home).with(ConfigKey.HTTP_PORT, http).with(ConfigKey.ADMIN_PORT, admin);
    CompletableFuture<ServeNode> starting = CompletableFuture.supplyAsync(() -> started(config));
    URI at = URI.create("http://127.0.0.1:" + admin + "/api/serve/");
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(ConnectException.class)
        .until(
            () ->
                sent(HttpRequest.newBuilder(at.resolve("applications/")))
                    .matches("(?s).*\"status\" ?: ?\"STARTING\".*"));

    sent(HttpRequest.newBuilder(at.resolve("shutdown")).POST(BodyPublishers.noBody()));
    try (ServeNode node = starting.get(60, TimeUnit.SECONDS)) {
      node.awaitClose();
      assertThat(node.isClosing()).isTrue();
      assertThatThrownBy(() -> Wire.get(http, "/app")).isInstanceOf(ConnectException.class);
    }
  }

  private static String sent(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
  }

  private static ServeNode started(ServerConfig config) {
    try {
      return ServeNode.start(config);
    } catch (StartException e) {
      throw new AssertionError(e);
    }
  }

  private static String waitsWhileThereIs(Path file) {
    return """
        public void start(ReplicaContext context) throws Exception {
          while (java.nio.file.Files.exists(java.nio.file.Path.of("%s"))) {
            Thread.sleep(5);
          }
        }
        """
        .formatted(file);
  }

  private void deploy(String version, String more) {
    PluginJars.jar("app", version)
        .deployment(
            "demo.App",
            "routePrefix = \"/app\", gracefulShutdownTimeout = \"100ms\"",
            more
                + "public Response handle(Request r) { return Response.text(\"%s\"); }"
                    .formatted(version))
        .writeTo(jar());
  }

  private void configure(String word) {
    byte[] yaml = "user_config: {word: %s}\n".formatted(word).getBytes(StandardCharsets.UTF_8);
    PluginJars.place(yaml, TestNode.deployDir(home).resolve("app.yaml"));
  }

  private static void awaitAnswer(ServerProcess server, String body) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                status(server) == ApplicationStatus.RUNNING
                    && server.get("/app").map(answer -> answer.body().equals(body)).orElse(false));
  }

  private Path jar() {
    return TestNode.deployDir(home).resolve("app.jar");
  }

  private static ApplicationStatus status(ServerProcess server) {
    return Stream.ofNullable(server.status().orElseThrow().applications().get("app"))
        .map(ApplicationView::status)
        .findFirst()
        .orElse(ApplicationStatus.NOT_STARTED);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
