package io.jarserve.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.api.Deployment;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Functions of this process that are deployed to an instance in it. */
class DeployedFunctionsTest extends WithAnInstance {

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

  private long partsOfThisProcess() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("state/run"))) {
      return files.filter(f -> f.getFileName().toString().startsWith("in-process-")).count();
    }
  }
}
