package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.api.Deployment;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.PendingUnload;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.LogLines;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.VillainJars;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Misbehaving deployments, one at a time beside a good one under load: the good one loses no
 * request, and the status names what is wrong with the other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VillainsIT {

  private static final String RELEASE = "io.jarserve.villains.release";

  private Path home;
  private TestNode node;
  private LoadClients bystanders;
  private LogLines log;

  @BeforeAll
  void serveSomethingGood(@TempDir Path directory) {
    home = directory;
    node = TestNode.start(home);
    PluginJars.greeter("good", "1.0", "good").writeTo(jar("good"));
    node.awaitRunning("good", "1.0");
    bystanders = LoadClients.wantingOk(node.port()).add(2, "/good");
  }

  @BeforeEach
  void listen() {
    log = LogLines.listen();
  }

  @AfterEach
  void bystandersLostNothing() throws IOException {
    log.close();
    System.setProperty(RELEASE, "now");
    assertThat(bystanders.failed()).as("%s", bystanders.failures()).isZero();
    assertThat(node.application("good").status()).isEqualTo(ApplicationStatus.RUNNING);
    for (String file : List.of("bad.jar", "bad.yaml", "other.jar")) {
      Files.deleteIfExists(node.deployDir().resolve(file));
    }
    node.awaitStatus(status -> status.applications().keySet().equals(Set.of("good")));
    node.awaitStatus(status -> status.rejectedFiles().isEmpty());
    System.clearProperty(RELEASE);
  }

  @AfterAll
  void stop() {
    bystanders.close();
    node.close();
  }

  // ---- start

  @ParameterizedTest
  @CsvSource({
    "ConstructorThrows, constructor",
    "StaticInitializerThrows, static initializer",
    "StartThrows, start",
    "NeverHealthy, checkHealth"
  })
  void start_throws_failsWithTheCause(String villain, String where) {
    drop(villain);
    ApplicationView failed = awaitFailed();
    assertThat(failed.message()).containsIgnoringCase(where);
    assertThat(failed.lastError()).isNotNull();
    await().until(() -> Files.exists(marker("bad.jar")));
    assertThat(node.get("/bad").statusCode()).isEqualTo(503);
  }

  @Test
  void start_hangs_failsAfterItsTimeout() throws IOException {
    options("start_timeout_s: 0.3");
    drop("StartHangs");
    assertThat(awaitFailed().message()).contains("start");
  }

  @Test
  void start_throwsTheFirstTwoTimes_runs() {
    drop("StartThrowsTwice");
    node.awaitRunning("bad", "1.0");
    assertThat(node.get("/bad").statusCode()).isEqualTo(200);
  }

  // ---- health

  @Test
  void healthCheck_throws_replicaIsReplacedAgainAndAgain() throws IOException {
    options("health_check_period_s: 0.05");
    drop("HealthThrows");
    node.awaitApplication("bad", app -> app.deployments().containsKey("HealthThrows"));
    Set<String> first = replicaIds("bad");
    node.awaitApplication("bad", app -> !ids(app).equals(first) && !ids(app).isEmpty());
    ApplicationView told = node.awaitApplication("bad", app -> app.lastError() != null);
    assertThat(told.lastError().message()).contains("checkHealth");
  }

  @Test
  void healthCheck_hangs_isAbandonedAndTheReplicaReplaced() throws IOException {
    options("health_check_period_s: 0.05", "health_check_timeout_s: 0.5");
    drop("HealthHangs");
    node.awaitApplication("bad", app -> !ids(app).isEmpty());
    Set<String> first = replicaIds("bad");
    ApplicationView told = node.awaitApplication("bad", app -> app.lastError() != null);
    assertThat(told.lastError().message()).contains("checkHealth did not return within 0.5 s");
    node.awaitApplication(
        "bad", app -> isHealthy(app) && ids(app).stream().noneMatch(first::contains));
    assertThat(abandonedCalls("HealthHangs")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void healthCheck_alternates_takesNoRequestsWhileSickAndIsNotReplaced() throws IOException {
    options("health_check_period_s: 0.2");
    drop("HealthAlternates");
    node.awaitApplication("bad", app -> app.deployments().containsKey("HealthAlternates"));
    node.awaitApplication("bad", VillainsIT::isHealthy);
    Set<String> first = replicaIds("bad");
    ApplicationView sick =
        node.awaitApplication("bad", app -> app.status() == ApplicationStatus.UNHEALTHY);
    assertThat(deployment(sick).message()).contains("sick at check");
    node.awaitApplication("bad", VillainsIT::isHealthy);
    assertThat(replicaIds("bad")).isEqualTo(first);
  }

  // ---- handle

  @ParameterizedTest
  @CsvSource({
    "HandleThrows, handle threw Exception: handle threw; caused by",
    "HandleThrowsError, handle threw StackOverflowError: handle threw an Error",
    "HandleReturnsNull, handle returned null: return Response.empty(204) instead"
  })
  void handle_fails_answers500WithTheRequestIdAndLogsTheCause(String villain, String cause) {
    drop(villain);
    node.awaitRunning("bad", "1.0");
    HttpResponse<String> answer = node.get("/bad");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
    assertThat(answer.body()).contains(id, "deployment_failed").doesNotContain("at io.jarserve");
    assertThat(log.all())
        .anySatisfy(line -> assertThat(line).contains("request " + id + " failed", cause));
    assertThat(node.application("bad").status()).isEqualTo(ApplicationStatus.RUNNING);
  }

  @Test
  void handle_hangs_answers504AndServesOn() throws IOException {
    options("request_timeout_s: 0.3");
    drop("HandleHangs");
    node.awaitRunning("bad", "1.0");
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = node.get("/bad");
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body()).contains("deadline");
    }
  }

  @Test
  void handle_ignoresInterruption_replicaIsReplacedWhenNothingElseFits() throws IOException {
    options(
        "request_timeout_s: 0.2",
        "max_ongoing_requests: 2",
        "health_check_period_s: 0.1",
        "graceful_shutdown_timeout_s: 0.1");
    drop("HandleIgnoresInterruption");
    node.awaitRunning("bad", "1.0");
    Set<String> first = replicaIds("bad");
    assertThat(node.get("/bad").statusCode()).isEqualTo(504);
    // one whose time was up before it got a slot takes none
    await()
        .until(
            () -> {
              node.get("/bad");
              return !replicaIds("bad").equals(first);
            });
    ApplicationView told =
        node.awaitApplication("bad", app -> isHealthy(app) && !ids(app).equals(first));
    assertThat(told.lastError()).isNotNull();
    assertThat(told.lastError().message()).contains("max_ongoing_requests");
  }

  @ParameterizedTest
  @CsvSource({
    "AnswersTooMuch, 500, the body is longer than its Content-Length 5",
    "AnswersTooLittle, 500, the body ended after 5 bytes but Content-Length is 10",
    "StreamThrows, broken, the second half is lost"
  })
  void body_isNotWhatWasAnnounced_failsThatAnswerAloneAndLogsTheCause(
      String villain, String outcome, String cause) {
    drop(villain);
    node.awaitRunning("bad", "1.0");
    assertThat(outcome("/bad")).isEqualTo(outcome);
    await()
        .untilAsserted(
            () ->
                assertThat(log.all())
                    .anySatisfy(line -> assertThat(line).contains("failed in bad#", cause)));
    assertThat(outcome("/good")).isEqualTo("200");
    assertThat(node.application("bad").status()).isEqualTo(ApplicationStatus.RUNNING);
  }

  // ---- reconfigure

  @Test
  void reconfigure_throws_keepsTheConfigBeforeAndSaysWhy() throws IOException {
    options("user_config: {greeting: hello}");
    drop("ReconfigureThrows");
    node.awaitRunning("bad", "1.0");
    Set<String> first = replicaIds("bad");

    options("user_config: {greeting: ciao, bad: true}");
    ApplicationView told =
        node.awaitApplication("bad", app -> app.toString().contains("take it out of user_config"));
    assertThat(node.get("/bad").body()).isEqualTo("{\"greeting\":\"hello\"}");
    assertThat(ids(told)).isEqualTo(first);

    options("user_config: {greeting: salut}");
    await().until(() -> node.get("/bad").body().equals("{\"greeting\":\"salut\"}"));
    node.awaitRunning("bad", "1.0");
    assertThat(replicaIds("bad")).isEqualTo(first);
  }

  // ---- stop, and what stays behind

  @ParameterizedTest
  @CsvSource({
    "StopThrowsError, stop threw NoClassDefFoundError",
    "StopHangs, stop did not return within 10.0 s"
  })
  void stop_goesWrong_undeploysAllTheSameAndLogsTheCause(String villain, String cause)
      throws IOException {
    drop(villain);
    node.awaitRunning("bad", "1.0");
    Files.delete(jar("bad"));
    node.awaitStatus(status -> !status.applications().containsKey("bad"));
    assertThat(log.all())
        .anySatisfy(line -> assertThat(line).contains("counts as stopped all the same: " + cause));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LeavesThreads",
        "LeavesTimers",
        "LeavesThreadLocals",
        "LeavesAShutdownHook",
        "LeavesAJdbcDriver",
        "LeavesAnMBean"
      })
  void plugin_leavesThingsBehind_areTakenBackAndTheLoaderIsCollected(String villain)
      throws IOException {
    drop(villain);
    node.awaitRunning("bad", "1.0");
    node.get("/bad");
    Files.delete(jar("bad"));
    node.awaitStatus(status -> !status.applications().containsKey("bad"));
    await("unloaded")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              System.gc();
              return pendingUnloads().isEmpty();
            });
  }

  @Test
  void plugin_leavesAThreadThatCannotBeEnded_isNamedAsTheSuspect() throws IOException {
    drop("LeavesAStubbornThread");
    node.awaitRunning("bad", "1.0");
    Files.delete(jar("bad"));
    node.awaitStatus(status -> !status.applications().containsKey("bad"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> pendingUnloads().stream().anyMatch(pending -> !pending.suspects().isEmpty()));
    assertThat(pendingUnloads().get(0).suspects().toString()).contains("thread");
  }

  // ---- the JAR

  @Test
  void jar_bundlesTheApiAndALibraryOfTheServer_runs() throws Exception {
    PluginJars jar = PluginJars.greeter("bad", "1.0", "bundled");
    Map<String, byte[]> api = library(Deployment.class);
    assertThat(api).containsKeys("io/jarserve/api/Request.class", "io/jarserve/api/Response.class");
    api.forEach(jar::entry);
    library(tools.jackson.databind.ObjectMapper.class).forEach(jar::entry);
    jar.writeTo(jar("bad"));
    node.awaitRunning("bad", "1.0");
    assertThat(node.get("/bad").body()).isEqualTo("bundled");
  }

  @Test
  void jar_ofANewerJava_isRefusedNamingBoth() {
    PluginJars.greeter("bad", "1.0", "x").classVersion("demo.Greeter", 99).writeTo(jar("bad"));
    awaitRefused("bad.jar", "demo.Greeter", "Java 55", "Java " + Runtime.version().feature());
  }

  @Test
  void jar_lacksADependency_failsNamingTheClass() {
    PluginJars.jar("bad", "1.0")
        .source(
            "lib.Missing",
            "package lib; public class Missing { public static int x() { return 1; } }")
        .deployment(
            "demo.Needy",
            "routePrefix = \"/bad\"",
            "public void start(ReplicaContext c) { lib.Missing.x(); }"
                + "public Response handle(Request r) { return Response.text(\"x\"); }")
        .withoutEntry("lib/Missing.class")
        .writeTo(jar("bad"));
    assertThat(awaitFailed().message()).contains("lib.Missing");
  }

  @Test
  void jar_hasNoIndex_isRefusedWithTheRemedy() {
    PluginJars.greeter("bad", "1.0", "x").withoutIndex().writeTo(jar("bad"));
    awaitRefused("bad.jar", "META-INF/extensions.idx", "-proc:full");
  }

  @Test
  void jar_hasNoPluginId_isRefused() {
    PluginJars.greeter("bad", "1.0", "x").without("Plugin-Id").writeTo(jar("bad"));
    awaitRefused("bad.jar", "Plugin-Id");
  }

  @Test
  void jar_hasTwoDeploymentsOnOneRoute_isRefusedNamingBoth() {
    String handle = "public Response handle(Request r) { return Response.text(\"x\"); }";
    PluginJars.jar("bad", "1.0")
        .deployment("demo.One", "routePrefix = \"/same\"", handle)
        .deployment("demo.Two", "routePrefix = \"/same\"", handle)
        .writeTo(jar("bad"));
    awaitRefused("bad.jar", "/same", "demo.One", "demo.Two");
  }

  @Test
  void routePrefix_isTaken_failsNamingTheOwner() {
    String handle = "public Response handle(Request r) { return Response.text(\"x\"); }";
    PluginJars.jar("bad", "1.0")
        .deployment("demo.Greedy", "routePrefix = \"/good\"", handle)
        .writeTo(jar("bad"));
    assertThat(awaitFailed().message()).contains("'/good'", "'good'");
  }

  @Test
  void sameVersion_otherBytesInASecondFile_isRefusedNamingBothFiles() {
    PluginJars.greeter("bad", "1.0", "first").writeTo(jar("bad"));
    node.awaitRunning("bad", "1.0");
    PluginJars.greeter("bad", "1.0", "second").writeTo(jar("other"));
    awaitRefused("other.jar", "bad.jar", "other.jar");
    assertThat(node.get("/bad").body()).isEqualTo("first");
  }

  // ---- how it is said

  /** Everything that is packed with that class, but what would make it another plugin. */
  private static Map<String, byte[]> library(Class<?> part) throws Exception {
    Path root = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(root)) {
      return classes(root);
    }
    try (FileSystem jar = FileSystems.newFileSystem(root)) {
      return classes(jar.getPath("/"));
    }
  }

  private static Map<String, byte[]> classes(Path root) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        classes.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    classes.remove("module-info.class");
    return classes;
  }

  private double abandonedCalls(String deployment) {
    String name =
        "jarserve_abandoned_calls_total{application=\"bad\",deployment=\"%s\"} "
            .formatted(deployment);
    return node.metrics()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .sum();
  }

  private void drop(String villain) {
    VillainJars.of(villain).id("bad").version("1.0").writeTo(jar("bad"));
  }

  private void options(String... lines) throws IOException {
    Files.writeString(node.deployDir().resolve("bad.yaml"), String.join("\n", lines) + "\n");
  }

  private Path jar(String name) {
    return TestNode.deployDir(home).resolve(name + ".jar");
  }

  private Path marker(String file) {
    return node.deployDir().resolve(file + ".failed");
  }

  private ApplicationView awaitFailed() {
    return node.awaitApplication("bad", app -> app.status() == ApplicationStatus.DEPLOY_FAILED);
  }

  /** The status; where the answer had begun already, the client must see that it is not whole. */
  private String outcome(String path) {
    try {
      return String.valueOf(node.get(path).statusCode());
    } catch (AssertionError e) {
      return "broken";
    }
  }

  private void awaitRefused(String file, String... reasons) {
    await("refusal of " + file)
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(reason(file)).contains(reasons));
  }

  private String reason(String file) {
    return node.status().rejectedFiles().stream()
        .filter(refused -> refused.file().equals(file))
        .map(RejectedFile::reason)
        .collect(Collectors.joining());
  }

  private List<PendingUnload> pendingUnloads() {
    return node.status().pendingUnload().stream()
        .filter(pending -> pending.application().equals("bad"))
        .toList();
  }

  private static DeploymentView deployment(ApplicationView app) {
    return app.deployments().values().iterator().next();
  }

  private static boolean isHealthy(ApplicationView app) {
    return app.status() == ApplicationStatus.RUNNING
        && deployment(app).replicas().stream().allMatch(ReplicaView::healthy);
  }

  private Set<String> replicaIds(String application) {
    return ids(node.application(application));
  }

  private static Set<String> ids(ApplicationView app) {
    return app.deployments().values().stream()
        .flatMap(deployment -> deployment.replicas().stream())
        .map(ReplicaView::replicaId)
        .collect(Collectors.toUnmodifiableSet());
  }
}
