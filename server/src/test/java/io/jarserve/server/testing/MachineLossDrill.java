package io.jarserve.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A machine is lost: twenty applications run, the process is killed, and another one starts with
 * nothing but the checkpoint path. Nothing is called but the start.
 */
public final class MachineLossDrill {

  private static final int APPLICATIONS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path homes;
  private final String checkpointPath;
  private final Map<String, String> environment;

  /** What must be the same afterwards. */
  private record Deployed(String version, String digest, Map<String, Map<String, Object>> options) {
    static Deployed of(ApplicationView view) {
      Map<String, Map<String, Object>> options = new TreeMap<>();
      view.deployments().forEach((name, d) -> options.put(name, d.deploymentConfig()));
      return new Deployed(view.version(), view.digest(), options);
    }
  }

  /**
   * @param homes a directory in which each machine gets its own
   */
  public MachineLossDrill(Path homes, String checkpointPath, Map<String, String> environment) {
    this.homes = homes;
    this.checkpointPath = checkpointPath;
    this.environment = environment;
  }

  /** Goes through it, and then deploys once more on the second machine and loses that one too. */
  public void run() {
    Map<String, Deployed> before;
    try (ServerProcess first = start("first")) {
      deployAll(home("first"));
      before = awaitRunning(first, APPLICATIONS);
      first.kill();
    }
    try (ServerProcess second = start("second")) {
      assertThat(awaitRunning(second, APPLICATIONS)).isEqualTo(before);
      assertServes(second, "app07", "1");
      deploy(home("second"), PluginJars.greeter("app07", "2.0", "2"));
      await().atMost(PATIENCE).until(() -> serves(second, "app07", "2"));
      awaitRunning(second, APPLICATIONS);
      second.kill();
    }
    try (ServerProcess third = start("third")) {
      awaitRunning(third, APPLICATIONS);
      assertServes(third, "app07", "2");
      assertServes(third, "app08", "1");
    }
  }

  private ServerProcess start(String machine) {
    return ServerProcess.start(
        home(machine),
        environment,
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "-Djarserve.stores=" + System.getProperty("jarserve.stores", ""),
        "-D" + ServedMain.CHECKPOINT_PATH + "=" + checkpointPath);
  }

  private Path home(String machine) {
    try {
      return Files.createDirectories(homes.resolve(machine));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deployAll(Path home) {
    Path template = home.resolve("template.jar");
    PluginJars.greeter("template", "1.0", "1").writeTo(template);
    for (int i = 0; i < APPLICATIONS; i++) {
      String name = "app%02d".formatted(i);
      options(home, name, "route_prefix: /%s\nmax_ongoing_requests: %d\n".formatted(name, i + 3));
      deploy(home, PluginJars.copy(template).manifest("Plugin-Id", name));
    }
  }

  private static void deploy(Path home, PluginJars jar) {
    jar.writeTo(TestNode.deployDir(home).resolve(jar.id() + ".jar"));
  }

  private static void options(Path home, String name, String options) {
    try {
      Files.writeString(
          TestNode.deployDir(home).resolve(name + ".yaml"),
          "deployments:\n  - name: Greeter\n    " + options.strip().replace("\n", "\n    ") + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Deployed> awaitRunning(ServerProcess server, int applications) {
    Map<String, Deployed> deployed = new TreeMap<>();
    await("all of them RUNNING")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              var views = server.status().orElseThrow().applications();
              assertThat(views).hasSize(applications);
              assertThat(views.values())
                  .allMatch(view -> view.status() == ApplicationStatus.RUNNING);
              views.forEach((name, view) -> deployed.put(name, Deployed.of(view)));
            });
    return deployed;
  }

  private static void assertServes(ServerProcess server, String application, String text) {
    assertThat(server.get("/" + application).orElseThrow().body()).isEqualTo(text);
  }

  private static boolean serves(ServerProcess server, String application, String text) {
    return server.get("/" + application).filter(a -> a.body().equals(text)).isPresent();
  }
}
