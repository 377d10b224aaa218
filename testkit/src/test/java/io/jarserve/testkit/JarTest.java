package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.embed.ClassesJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class JarTest {

  @TempDir Path dir;

  @Test
  void start_ofAJar_servesItsOwnClassesWithItsOptions() throws IOException {
    Path jar =
        Files.write(
            dir.resolve("greeter-1.0.jar"),
            ClassesJar.of("greeter", "1.0", List.of(Greeter.class)));
    Setup setup = Setup.of().jar(jar).options("greeter", "num_replicas: 2");

    try (JarserveServer server = JarserveServer.start(setup)) {
      assertThat(server.http().get("/greet?name=Ada").body()).isEqualTo("hello Ada");
      assertThat(server.status().applications().get("greeter").version()).isEqualTo("1.0");
      assertThat(
              server.status().applications().get("greeter").deployments().get("greeter").replicas())
          .hasSize(2);
      assertThatThrownBy(() -> server.instance(Greeter.class))
          .hasMessageContaining(
              "greeter#greeter runs class io.jarserve.testkit.Greeter from a JAR");
    }
  }

  @Test
  void restore_afterOptionsOfAJar_waitsUntilTheyAreGone() throws IOException {
    Path jar =
        Files.write(
            dir.resolve("greeter-1.0.jar"),
            ClassesJar.of("greeter", "1.0", List.of(Greeter.class)));

    try (JarserveServer server = JarserveServer.start(Setup.of().jar(jar))) {
      server.options("greeter", "route_prefix: /elsewhere");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> server.http().get("/elsewhere").statusCode() == 200);

      server.restore();

      assertThat(server.http().get("/greet").statusCode()).isEqualTo(200);
      assertThat(server.http().get("/elsewhere").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void start_ofAJarThatIsNotThere_saysWhereItWasLookedFor() {
    assertThatThrownBy(() -> JarserveServer.start(Setup.of().jar(dir.resolve("none.jar"))))
        .hasMessageContaining(dir.resolve("none.jar").toString())
        .hasMessageContaining("build it before the tests run");
  }
}
