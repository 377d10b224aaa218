package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State directories that somebody has been at: refused with the file's name, or used all the same.
 */
@Timeout(300)
class StateDirVillainsTest {

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "artifacts",
        "state",
        "tokens.json",
        "deploy-directory.json",
        "state/000000001.json"
      })
  void start_fileIsTornOrNone_isRefusedByName(String name) throws IOException {
    Path file = home.resolve("state").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{ \"half");

    assertRefused(name);
    assertThat(file).as("left as it was").hasContent("{ \"half");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "tokens.json", "deploy-directory.json", "state/000000001.json"})
  void start_fileIsADirectory_isRefusedByName(String name) throws IOException {
    Files.createDirectories(home.resolve("state").resolve(name));

    assertRefused(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"logs", "run", "jarserve.pid", "state/notes.txt", "artifacts/notes.txt"})
  void start_whatCanBeDoneWithout_serves(String name) throws IOException {
    Path file = home.resolve("state").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{ \"half");
    PluginJars.greeter("greeter", "1.0", "hello")
        .writeTo(TestNode.deployDir(home).resolve("greeter.jar"));

    try (TestNode node = TestNode.start(home)) {
      node.awaitRunning("greeter", "1.0");
    }
  }

  private void assertRefused(String name) {
    assertThatThrownBy(() -> ServeNode.start(TestNode.config(home)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(home.resolve("state").toString())
        .hasMessageContaining(Path.of(name).getFileName().toString())
        .message()
        .doesNotContain("Exception");
  }
}
