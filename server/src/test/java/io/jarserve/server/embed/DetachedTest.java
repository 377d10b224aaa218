package io.jarserve.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.testing.CommandShell;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server that a program starts beside itself stays when the program has ended. */
@Timeout(300)
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

    await().until(() -> !server.isAlive());
    assertThat(home.resolve("state/jarserve.pid")).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void startDetached_groupOfTheProgramIsKilled_staysUntilJarserveShutdown() throws Exception {
    Path jar =
        PluginJars.greeter("greeter", "1.0", "still here").writeTo(home.resolve("greeter.jar"));
    Process program = launch(List.of("setsid"), List.of(jar.toString(), "stay"));
    String admin;
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> address().isPresent() || !program.isAlive());
      admin = address().orElseThrow(this::nothingTold);
      killGroup(program.pid());
      assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      program.destroyForcibly();
    }
    ProcessHandle server = process().orElseThrow();
    assertThat(session(server.pid())).isEqualTo(server.pid());
    int port = Jarserve.connect(admin).httpAddress().getPort();
    assertThat(Wire.get(port, "/greeter").body()).isEqualTo("still here");

    CommandShell.Result shutdown =
        new CommandShell(home).run("jarserve shutdown --address " + admin);

    assertThat(shutdown.exitCode()).as(shutdown.out()).isZero();
    assertThat(shutdown.out()).contains("stopped");
    assertThat(server.isAlive()).isFalse();
    assertThat(home.resolve("state/jarserve.pid")).doesNotExist();
  }

  /** As a shell does with what runs in a terminal that is closed, only harder. */
  private static void killGroup(long leader) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("sh", "-c", "kill -9 -" + leader).inheritIO().start();
    assertThat(kill.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  /** Of which terminals and groups are parts. */
  private static long session(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
  }

  /** Returns where the server is that the program has left behind. */
  private String run(Path jar) throws IOException, InterruptedException {
    Process program = launch(List.of(), List.of(jar.toString()));
    try {
      assertThat(program.waitFor(120, TimeUnit.SECONDS)).as("the program ends").isTrue();
    } finally {
      program.destroyForcibly();
    }
    return address().orElseThrow(this::nothingTold);
  }

  private Process launch(List<String> before, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(DetachingProgram.class.getName(), home.toString()));
    command.addAll(arguments);
    ProcessBuilder program =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
    program.environment().put("JARSERVE_CONFIG", "/for/commands/alone.yaml");
    return program.start();
  }

  private Optional<String> address() throws IOException {
    return Files.readAllLines(output()).stream()
        .filter(line -> line.startsWith("admin="))
        .map(line -> line.substring("admin=".length()))
        .findFirst();
  }

  private AssertionError nothingTold() {
    try {
      return new AssertionError(Files.readString(output()));
    } catch (IOException e) {
      return new AssertionError(e);
    }
  }

  private Path output() {
    return home.resolve("output");
  }

  private Optional<ProcessHandle> process() throws IOException {
    Path file = home.resolve("state/jarserve.pid");
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
        : Optional.empty();
  }
}
