package io.jarserve.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of an instance inside this process, and of what is deployed to it. */
@Timeout(300)
class JarserveTest {

  @TempDir Path home;
  private ServerConfig options;
  private Jarserve jarserve;

  @BeforeEach
  void start() {
    options = TestNode.config(home);
    jarserve = Jarserve.start(options);
  }

  @AfterEach
  void stop() {
    jarserve.shutdown();
  }

  // ---- start and end

  @Test
  void start_again_isTheSameInstance() {
    assertThat(Jarserve.start(options)).isSameAs(jarserve);
  }

  @Test
  void start_againWithOtherOptions_namesThem() {
    ServerConfig others = options.with(ConfigKey.MAX_ENTRIES, 7).with(ConfigKey.ACCESS_LOG, "json");

    assertThatThrownBy(() -> Jarserve.start(others))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("max_entries is 100000 there and 7 here")
        .hasMessageContaining("access_log is off there and json here")
        .hasMessageContaining(jarserve.httpAddress().toString())
        .hasMessageNotContaining("http_port");
  }

  @Test
  void start_withWhatOnlyACommandCanDo_isRefused() {
    assertThatThrownBy(() -> Jarserve.start(options.with(ConfigKey.DETACH, true)))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("detach");
    assertThatThrownBy(() -> Jarserve.start(options.with(ConfigKey.WITH_SAMPLES, true)))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("with_samples");
  }

  @Test
  void start_afterTheEnd_bringsBackJarsAndNoFunctions() throws IOException {
    jarserve.deploy("passing", request -> Response.text("gone tomorrow"));
    jarserve.deploy(jar("lasting", "1.0", "still here"));

    jarserve.shutdown();
    assertThat(jarserve.awaitShutdown(Duration.ZERO)).isTrue();
    assertThat(checkpoints()).contains("lasting").doesNotContain("passing");
    jarserve = Jarserve.start(options);

    assertThat(get("/lasting").body()).isEqualTo("still here");
    assertThat(jarserve.status().applications()).containsOnlyKeys("lasting");
  }

  @Test
  void awaitShutdown_ofARunningInstance_isFalse() {
    assertThat(jarserve.awaitShutdown(Duration.ofMillis(1))).isFalse();
  }

  // ---- functions

  @Test
  void deploy_function_servesItAndBelongsToTheProgram() throws IOException {
    ApplicationView view =
        jarserve.deploy(
            "hello", request -> Response.text("hello " + request.query("name").orElse("world")));

    assertThat(view.status()).isEqualTo(ApplicationStatus.RUNNING);
    assertThat(view.origin().owner()).isEqualTo("embedded");
    assertThat(view.deployments()).containsOnlyKeys("hello");
    assertThat(get("/hello?name=Ada").body()).isEqualTo("hello Ada");
  }

  @Test
  void deploy_anotherFunction_losesNoRequest() throws IOException {
    jarserve.deploy("hello", request -> Response.text("one"));
    LoadClients clients =
        new LoadClients(port(), (status, body) -> status == 200 && body.matches("one|two|three"));
    try (clients) {
      clients.add(3, "/hello").awaitRound();
      jarserve.deploy("hello", request -> Response.text("two"));
      clients.awaitRound();
      jarserve.deploy("hello", request -> Response.text("three"));
      clients.awaitRound();
    }

    assertThat(clients.failures()).isEmpty();
    assertThat(get("/hello").body()).isEqualTo("three");
  }

  @Test
  void deploy_sameFunctionAgain_restartsNothing() {
    Deployment function = request -> Response.text("same");
    List<String> before = replicas(jarserve.deploy("hello", function));

    ApplicationView after =
        jarserve.deploy("hello", function, DeployOptions.of(OptionKey.MAX_ONGOING_REQUESTS, 3));

    assertThat(replicas(after)).isEqualTo(before);
    assertThat(after.deployments().get("hello").deploymentConfig())
        .containsEntry("max_ongoing_requests", 3L);
  }

  @Test
  void deploy_functionThatIsNotHealthy_saysWhyAndLeavesTheOneBefore() throws IOException {
    jarserve.deploy("hello", request -> Response.text("good"));

    assertThatThrownBy(() -> jarserve.deploy("hello", new Sick()))
        .isInstanceOfSatisfying(
            JarserveException.class, e -> assertThat(e.reason()).isEqualTo("deploy_failed"))
        .hasMessageContaining("database is gone");
    assertThat(get("/hello").body()).isEqualTo("good");
  }

  @Test
  void deploy_functionAtAnotherPath_isServedThere() throws IOException {
    jarserve.deploy(
        "hello",
        request -> Response.text("root"),
        DeployOptions.of(OptionKey.ROUTE_PREFIX, "/elsewhere")
            .with("hello", OptionKey.NUM_REPLICAS, 2));

    assertThat(get("/elsewhere").body()).isEqualTo("root");
    assertThat(get("/hello").status()).isEqualTo(404);
    assertThat(replicas(jarserve.application("hello").orElseThrow())).hasSize(2);
  }

  @Test
  void deploy_withANameThatIsNone_isRefused() {
    assertThatThrownBy(() -> jarserve.deploy("a/b", request -> Response.text("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a/b'");
  }

  @Test
  void deploy_objectOfAnAnnotatedClass_asksForTheClass() {
    assertThatThrownBy(() -> jarserve.deploy("counter", new Counter()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deploy(\"counter\", Counter.class)");
  }

  @Test
  void deploy_whatTheDirectoryHas_isRefused() {
    PluginJars.greeter("theirs", "1.0", "x").writeTo(TestNode.deployDir(home).resolve("t.jar"));
    await().atMost(Duration.ofSeconds(60)).until(() -> jarserve.application("theirs").isPresent());

    assertThatThrownBy(() -> jarserve.deploy("theirs", request -> Response.text("mine")))
        .isInstanceOfSatisfying(
            JarserveException.class, e -> assertThat(e.reason()).isEqualTo("owned_by_another"))
        .hasMessageContaining("t.jar");
  }

  @Test
  void scale_function_changesItsReplicas() {
    jarserve.deploy("hello", request -> Response.text("x"));

    jarserve.scale("hello", 3);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> replicas(jarserve.application("hello").orElseThrow()).size() == 3);
  }

  @Test
  void scale_unknownApplication_namesTheNearest() {
    jarserve.deploy("hello", request -> Response.text("x"));

    assertThatThrownBy(() -> jarserve.scale("helo", 3))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("'helo'")
        .hasMessageContaining("'hello'");
  }

  @Test
  void configure_function_leavesOtherOptions() {
    jarserve.deploy(
        "hello", request -> Response.text("x"), DeployOptions.of(OptionKey.MAX_QUEUED_REQUESTS, 9));

    ApplicationView after =
        jarserve.configure("hello", DeployOptions.of(OptionKey.MAX_ONGOING_REQUESTS, 4));

    assertThat(after.deployments().get("hello").deploymentConfig())
        .containsEntry("max_queued_requests", 9L)
        .containsEntry("max_ongoing_requests", 4L);
  }

  @Test
  void rollback_function_servesTheOneBefore() throws IOException {
    jarserve.deploy("hello", request -> Response.text("one"));
    jarserve.deploy("hello", request -> Response.text("two"));

    jarserve.rollback("hello");

    assertThat(get("/hello").body()).isEqualTo("one");
  }

  @Test
  void restart_function_replacesItsReplicas() {
    List<String> before = replicas(jarserve.deploy("hello", request -> Response.text("x")));

    jarserve.restart("hello");

    assertThat(replicas(jarserve.application("hello").orElseThrow()))
        .doesNotContainAnyElementsOf(before);
  }

  @Test
  void delete_function_forgetsIt() throws IOException {
    jarserve.deploy("hello", request -> Response.text("x"));

    jarserve.delete("hello");

    assertThat(jarserve.application("hello")).isEmpty();
    assertThat(get("/hello").status()).isEqualTo(404);
    assertThatThrownBy(() -> jarserve.delete("hello"))
        .isInstanceOfSatisfying(
            JarserveException.class, e -> assertThat(e.reason()).isEqualTo("not_found"));
  }

  @Test
  void deploy_manyFunctions_keepsAsManyAsHistoryDoes() throws IOException {
    for (int i = 0; i < 14; i++) {
      String text = "version " + i;
      jarserve.deploy("hello", request -> Response.text(text));
    }

    await().untilAsserted(() -> assertThat(partsOfThisProcess()).isBetween(10L, 12L));
  }

  // ---- classes

  @Test
  void deploy_class_givesEachReplicaAnInstanceAndTakesItsAnnotation() throws IOException {
    int before = Counter.MADE.get();

    ApplicationView view = jarserve.deploy("count", Counter.class);

    assertThat(view.deployments()).containsOnlyKeys("Counter");
    assertThat(Counter.MADE.get() - before).isEqualTo(2);
    assertThat(get("/counter").body()).isEqualTo("1");
  }

  @Test
  void deploy_sameClassAgain_restartsNothing() {
    List<String> before = replicas(jarserve.deploy("count", Counter.class));

    assertThat(replicas(jarserve.deploy("count", Counter.class))).isEqualTo(before);
  }

  @Test
  void deploy_classThatCannotBeMade_isRefused() {
    assertThatThrownBy(() -> jarserve.deploy("hidden", Hidden.class))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("must be a public class");
  }

  // ---- JARs

  @Test
  void deploy_jar_isUpdatedScaledAndDeleted() throws IOException {
    jarserve.deploy(jar("greeter", "1.0", "one"));
    assertThat(get("/greeter").body()).isEqualTo("one");

    ApplicationView view =
        jarserve.deploy(jar("greeter", "2.0", "two"), DeployOptions.of(OptionKey.NUM_REPLICAS, 2));
    assertThat(view.servingVersion()).isEqualTo("2.0");
    assertThat(get("/greeter").body()).isEqualTo("two");

    jarserve.scale("greeter", "Greeter", 1);
    jarserve.delete("greeter");
    assertThat(jarserve.application("greeter")).isEmpty();
  }

  @Test
  void deploy_jarThatIsNotThere_saysSo() {
    assertThatThrownBy(() -> jarserve.deploy(home.resolve("nowhere.jar")))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("nowhere.jar");
  }

  @Test
  void deploy_functionOverAJar_isForgottenByTheCheckpoint() throws IOException {
    jarserve.deploy(jar("greeter", "1.0", "from the JAR"));
    jarserve.deploy("greeter", request -> Response.text("from the program"));
    assertThat(get("/greeter").body()).isEqualTo("from the program");

    jarserve.deploy(jar("greeter", "1.0", "from the JAR"));
    jarserve.shutdown();
    jarserve = Jarserve.start(options);

    assertThat(get("/greeter").body()).isEqualTo("from the JAR");
    assertThatThrownBy(() -> jarserve.rollback("greeter"))
        .isInstanceOfSatisfying(
            JarserveException.class, e -> assertThat(e.reason()).isEqualTo("no_such_version"));
  }

  // ---- what the tests deploy

  /** Never healthy. */
  static final class Sick implements Deployment {
    @Override
    public Response handle(Request request) {
      return Response.text("never");
    }

    @Override
    public void checkHealth() {
      throw new IllegalStateException("database is gone");
    }
  }

  /** Counts for itself. */
  @DeploymentOptions(routePrefix = "/counter", numReplicas = 2)
  public static final class Counter implements Deployment {
    static final AtomicInteger MADE = new AtomicInteger();

    private final AtomicInteger requests = new AtomicInteger();

    public Counter() {
      MADE.incrementAndGet();
    }

    @Override
    public Response handle(Request request) {
      return Response.text(Integer.toString(requests.incrementAndGet()));
    }
  }

  /** Nobody can make one. */
  static final class Hidden implements Deployment {
    @Override
    public Response handle(Request request) {
      return Response.text("hidden");
    }
  }

  private long partsOfThisProcess() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("state/run"))) {
      return files.filter(f -> f.getFileName().toString().startsWith("in-process-")).count();
    }
  }

  private Path jar(String application, String version, String text) {
    return PluginJars.greeter(application, version, text)
        .writeTo(home.resolve(application + "-" + version + ".jar"));
  }

  private String checkpoints() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(home.resolve("state/state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static List<String> replicas(ApplicationView view) {
    return view.deployments().values().stream()
        .flatMap(deployment -> deployment.replicas().stream())
        .filter(replica -> replica.state() == ReplicaState.RUNNING)
        .map(ReplicaView::replicaId)
        .sorted()
        .toList();
  }

  private int port() {
    return jarserve.httpAddress().getPort();
  }

  private Wire.Answer get(String path) throws IOException {
    return Wire.get(port(), path);
  }
}
