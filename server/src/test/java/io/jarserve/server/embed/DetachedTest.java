package io.jarserve.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that a program starts beside itself stays when the program has ended. */
@Timeout(180)
class DetachedTest {

  @TempDir Path home;

  @AfterEach
  void endWhatIsLeft() throws IOException {
    process().ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void startDetached_fromAProgramThatEnds_staysUntilItsShutdown() throws Exception {
    ServerConfig options = TestNode.config(home);
    Path jar =
        PluginJars.greeter("greeter", "1.0", "still here").writeTo(home.resolve("greeter.jar"));

    Jarserve jarserve = Jarserve.connect(run(jar));

    ProcessHandle server = process().orElseThrow();
    assertThat(server.isAlive()).isTrue();
    assertThat(Wire.get(jarserve.httpAddress().getPort(), "/greeter").body())
        .isEqualTo("still here");
    assertThat(home.resolve("state/jarserve.log")).exists();
    assertThatThrownBy(() -> Jarserve.startDetached(options))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("is in use by process " + server.pid());

    jarserve.shutdown();

    assertThat(server.isAlive()).isFalse();
    assertThat(home.resolve("state/jarserve.pid")).doesNotExist();
  }

  /** Returns where the server is that the program has left behind. */
  private String run(Path jar) throws IOException, InterruptedException {
    Path output = home.resolve("output");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DetachingProgram.class.getName(),
                home.toString(),
                jar.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(program.waitFor(120, TimeUnit.SECONDS)).as("the program ends").isTrue();
    } finally {
      program.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output);
    return lines.stream()
        .filter(line -> line.startsWith("admin="))
        .map(line -> line.substring("admin=".length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(String.join("\n", lines)));
  }

  private Optional<ProcessHandle> process() throws IOException {
    Path file = home.resolve("state/jarserve.pid");
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
        : Optional.empty();
  }
}
