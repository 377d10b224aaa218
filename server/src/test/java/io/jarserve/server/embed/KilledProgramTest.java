package io.jarserve.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.api.Response;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left when a program that embeds a server is killed, and who may do what with it. */
@Timeout(240)
class KilledProgramTest {

  @TempDir Path home;

  @BeforeEach
  void killAProgram() throws Exception {
    Path jar = jar("1.0");
    Path serving = home.resolve("serving");
    Path output = home.resolve("output");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddingProgram.class.getName(),
                home.toString(),
                jar.toString(),
                serving.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.exists(serving) || !program.isAlive());
      assertThat(serving).as(Files.readString(output)).exists();
    } finally {
      program.destroyForcibly();
      assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void programAgain_hasItsJarsAndDeploysTheRestAnew() throws IOException {
    Jarserve jarserve = Jarserve.start(TestNode.config(home));
    try {
      assertThat(jarserve.status().applications()).containsOnlyKeys("lasting");
      assertThat(get(jarserve, "/lasting")).isEqualTo("version 1.0");

      jarserve.deploy("passing", request -> Response.text("back"));
      jarserve.deploy("own", EmbeddingProgram.Own.class);
      ApplicationView lasting = jarserve.deploy(jar("2.0"));

      assertThat(lasting.origin().owner()).isEqualTo("embedded");
      assertThat(lasting.servingVersion()).isEqualTo("2.0");
      assertThat(get(jarserve, "/passing")).isEqualTo("back");
      assertThat(get(jarserve, "/own")).isEqualTo("own");
      Jarserve outside = Jarserve.connect(jarserve.adminAddress().toString());
      assertThatThrownBy(() -> outside.delete("lasting"))
          .isInstanceOfSatisfying(
              JarserveException.class, e -> assertThat(e.reason()).isEqualTo("owned_by_another"))
          .hasMessageContaining("change it in the program that embeds this server");
    } finally {
      jarserve.shutdown();
    }
  }

  @Test
  void plainServer_servesItsJarsUntilSomebodyTakesThemOver() {
    try (TestNode node = TestNode.start(home)) {
      Jarserve outside = Jarserve.connect(node.admin().toString());
      assertThat(outside.status().applications()).containsOnlyKeys("lasting");
      assertThat(node.get("/lasting").body()).isEqualTo("version 1.0");

      assertThat(outside.deploy(jar("2.0")).origin().owner()).isEqualTo("api");
      outside.delete("lasting");

      assertThat(outside.status().applications()).isEmpty();
    }
  }

  private Path jar(String version) {
    return PluginJars.greeter("lasting", version, "version " + version)
        .writeTo(home.resolve("lasting-" + version + ".jar"));
  }

  private static String get(Jarserve jarserve, String path) throws IOException {
    return Wire.get(jarserve.httpAddress().getPort(), path).body();
  }
}
