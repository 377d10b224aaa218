package io.jarserve.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.api.Deployment;
import io.jarserve.api.Response;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program can do with an instance that it is connected to. */
@Timeout(300)
class ConnectTest {

  @TempDir Path home;
  private TestNode node;
  private Jarserve jarserve;

  @BeforeEach
  void start() {
    node = TestNode.start(home);
    jarserve = Jarserve.connect("127.0.0.1:" + node.adminPort());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void connect_addresses_areThoseOfTheInstance() {
    assertThat(jarserve.adminAddress()).isEqualTo(node.admin());
    assertThat(jarserve.httpAddress().getPort()).isEqualTo(node.port());
  }

  @Test
  void deploy_jar_isServedUpdatedAndDeleted() {
    ApplicationView first = jarserve.deploy(jar("1.0", "one"));
    assertThat(first.status()).isEqualTo(ApplicationStatus.RUNNING);
    assertThat(first.origin().owner()).isEqualTo("api");
    assertThat(node.get("/greeter").body()).isEqualTo("one");

    DeployOptions options =
        DeployOptions.of(OptionKey.NUM_REPLICAS, 2)
            .with("Greeter", OptionKey.MAX_QUEUED_REQUESTS, 7);
    ApplicationView second = jarserve.deploy(jar("2.0", "two"), options);
    assertThat(second.servingVersion()).isEqualTo("2.0");
    assertThat(second.deployments().get("Greeter").deploymentConfig())
        .containsEntry("num_replicas", 2L)
        .containsEntry("max_queued_requests", 7L);
    assertThat(node.get("/greeter").body()).isEqualTo("two");

    jarserve.delete("greeter");
    assertThat(jarserve.application("greeter")).isEmpty();
  }

  @Test
  void everyChange_ofAJar_isCarriedOut() {
    jarserve.deploy(jar("1.0", "one"));
    jarserve.deploy(jar("2.0", "two"));

    assertThat(jarserve.scale("greeter", 3).deployments().get("Greeter").targetNumReplicas())
        .isEqualTo(3);
    ApplicationView configured =
        jarserve.configure("greeter", DeployOptions.of(OptionKey.MAX_ONGOING_REQUESTS, 4));
    assertThat(configured.deployments().get("Greeter").deploymentConfig())
        .containsEntry("max_ongoing_requests", 4L)
        .containsEntry("num_replicas", 3L);
    assertThat(jarserve.restart("greeter").status()).isEqualTo(ApplicationStatus.RUNNING);
    assertThat(jarserve.rollback("greeter").status()).isEqualTo(ApplicationStatus.RUNNING);
  }

  @Test
  void deploy_partOfThisProgram_isRefused() {
    Deployment function = request -> Response.text("here");

    assertThatThrownBy(() -> jarserve.deploy("hello", function))
        .isInstanceOfSatisfying(
            JarserveException.class, e -> assertThat(e.reason()).isEqualTo("not_in_process"))
        .hasMessageContaining("'hello'")
        .hasMessageContaining("Jarserve.start");
    assertThatThrownBy(
            () -> jarserve.deploy("hello", List.of(function.getClass()), DeployOptions.NONE))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining(jarserve.adminAddress().toString());
  }

  @Test
  void deploy_fileThatIsNoJar_saysWhich() {
    Path nowhere = home.resolve("nowhere.jar");

    assertThatThrownBy(() -> jarserve.deploy(nowhere))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining(nowhere.toString());
  }

  @Test
  void delete_unknownApplication_hasTheReasonOfTheApi() {
    assertThatThrownBy(() -> jarserve.delete("nobody"))
        .isInstanceOfSatisfying(
            JarserveException.class, e -> assertThat(e.reason()).isEqualTo("not_found"))
        .hasMessageContaining("'nobody'");
  }

  @Test
  void shutdown_instance_endsIt() {
    jarserve.shutdown();

    assertThat(jarserve.awaitShutdown(Duration.ZERO)).isTrue();
    await().atMost(Duration.ofSeconds(60)).until(() -> !isThere());
  }

  @Test
  void connect_whereNobodyAnswers_saysSo() {
    assertThatThrownBy(() -> Jarserve.connect("127.0.0.1:1"))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("no Jarserve answers at http://127.0.0.1:1/");
    assertThatThrownBy(() -> Jarserve.connect("a b"))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("'a b'");
    assertThatThrownBy(() -> Jarserve.connect("https://ops:geheim@localhost:8265"))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("JARSERVE_TOKEN")
        .hasMessageNotContaining("geheim");
  }

  private boolean isThere() {
    try {
      return Jarserve.connect(node.admin().toString()) != null;
    } catch (JarserveException gone) {
      return false;
    }
  }

  private Path jar(String version, String text) {
    return PluginJars.greeter("greeter", version, text)
        .writeTo(home.resolve("greeter-" + version + ".jar"));
  }
}
