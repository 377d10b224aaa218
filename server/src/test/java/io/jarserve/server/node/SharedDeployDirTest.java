package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ServerProcess;
import io.jarserve.server.testing.TestNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers that are given one deploy directory by mistake. */
@Timeout(300)
class SharedDeployDirTest {

  @TempDir Path home;

  @Test
  void start_onTheDirectoryOfAnother_isRefusedUntilThatOneIsKilled() {
    ServerConfig options = TestNode.config(home).with(ConfigKey.STATE_DIR, state("second"));
    PluginJars.greeter("greeter", "1.0", "hello")
        .writeTo(TestNode.deployDir(home).resolve("greeter.jar"));
    try (ServerProcess first = ServerProcess.start(home)) {
      assertThatThrownBy(() -> ServeNode.start(options))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(TestNode.deployDir(home).toString())
          .hasMessageContaining("in use by process %d with the state directory ", first.pid())
          .hasMessageContaining(state("state"))
          .hasMessageContaining(state("second"));
      assertThat(first.status().orElseThrow().messages()).isEmpty();

      first.kill();
    }
    try (TestNode second = TestNode.start(home, options)) {
      second.awaitRunning("greeter", "1.0");
    }
    assertThat(TestNode.deployDir(home).resolve(".jarserve-lock")).exists();
  }

  private String state(String name) {
    return home.resolve(name).toString();
  }
}
