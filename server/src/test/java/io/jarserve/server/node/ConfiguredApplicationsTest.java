package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.config.ApplicationConfig;
import io.jarserve.server.config.ConfigLoader;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ConfiguredApplicationsTest {

  @TempDir Path home;

  @Test
  void deploy_ofAFile_servesItAndAgainRestartsNothing() throws Exception {
    PluginJars.greeter("one", "1.0", "hello").writeTo(home.resolve("one.jar"));
    PluginJars.greeter("other", "1.0", "hello").writeTo(home.resolve("misnamed.jar"));
    List<ApplicationConfig> listed =
        listed(
            """
            applications:
              - name: missing
                import_path: missing.jar
              - name: misnamed
                import_path: misnamed.jar
              - name: one
                import_path: one.jar
                deployments:
                  - name: Greeter
                    num_replicas: 2
            """);

    try (ServeNode node = ServeNode.start(TestNode.config(home))) {
      node.deploy(listed);
      List<String> before = replicas(awaitRunning(node, "one"));
      node.deploy(listed);

      assertThat(node.status().applications()).containsOnlyKeys("one");
      ApplicationView one = awaitRunning(node, "one");
      assertThat(replicas(one)).hasSize(2).isEqualTo(before);
      assertThat(one.origin())
          .satisfies(origin -> assertThat(origin.owner()).isEqualTo("config"))
          .satisfies(origin -> assertThat(origin.ownerName()).isEqualTo("default"))
          .satisfies(origin -> assertThat(origin.number()).isEqualTo(1))
          .satisfies(origin -> assertThat(origin.by()).contains("jarserve.yaml:6"));
    }
  }

  @Test
  void deploy_ofWhatTheDirectoryHas_leavesThatAlone() throws Exception {
    PluginJars.greeter("one", "1.0", "hello").writeTo(TestNode.deployDir(home).resolve("one.jar"));
    PluginJars.greeter("one", "2.0", "hello").writeTo(home.resolve("one.jar"));

    try (ServeNode node = ServeNode.start(TestNode.config(home))) {
      awaitRunning(node, "one");
      node.deploy(listed("applications:\n  - name: one\n    import_path: one.jar\n"));

      assertThat(awaitRunning(node, "one").version()).isEqualTo("1.0");
    }
  }

  private List<ApplicationConfig> listed(String yaml) throws IOException {
    Path file = Files.writeString(home.resolve("jarserve.yaml"), yaml);
    return new ConfigLoader(home, home, Map.of())
        .read(List.of(file), Optional.empty(), Map.of())
        .applications();
  }

  private static ApplicationView awaitRunning(ServeNode node, String name) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> node.status().applications().get(name),
            view -> view != null && view.status() == ApplicationStatus.RUNNING);
  }

  private static List<String> replicas(ApplicationView view) {
    return view.deployments().values().stream()
        .flatMap(deployment -> deployment.replicas().stream())
        .map(ReplicaView::replicaId)
        .sorted()
        .toList();
  }
}
