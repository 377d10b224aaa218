package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.node.ServeNode;
import io.jarserve.server.node.StartException;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances of several namespaces share a state directory and a checkpoint path. */
@Timeout(300)
class NamespacesTest {

  @TempDir Path shared;

  @Test
  void instances_ofTwoNamespaces_serveSideBySideAndComeBackEachWithItsOwn() throws Exception {
    drop("live", "1.0");
    drop("staging", "2.0");
    try (TestNode live = start("live", "serve");
        TestNode staging = start("staging", "staging")) {
      assertServeTheirOwn(live, staging);
    }
    try (TestNode live = start("live", "serve");
        TestNode staging = start("staging", "staging")) {
      assertServeTheirOwn(live, staging);
      assertThat(staging.status().controllerInfo().namespace()).isEqualTo("staging");
    }
    assertThat(shared.resolve("checkpoint/state")).isDirectory();
    assertThat(shared.resolve("checkpoint/namespaces/staging/state")).isDirectory();
  }

  @Test
  void instance_ofANamespaceThatRuns_isRefusedByTheProcessThatHasIt() {
    try (TestNode staging = start("staging", "staging")) {
      assertThat(staging.status().applications()).isEmpty();

      assertThatThrownBy(() -> ServeNode.start(config("other", "staging")))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("namespaces/staging")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }
  }

  private static void assertServeTheirOwn(TestNode live, TestNode staging) {
    live.awaitRunning("greeter", "1.0");
    staging.awaitRunning("greeter", "2.0");
    assertThat(live.get("/greeter").body()).isEqualTo("hello 1.0");
    assertThat(staging.get("/greeter").body()).isEqualTo("hello 2.0");
  }

  private void drop(String home, String version) throws Exception {
    Path deployDir = TestNode.deployDir(Files.createDirectories(shared.resolve(home)));
    PluginJars.greeter("greeter", version, "hello " + version)
        .writeTo(deployDir.resolve("greeter.jar"));
  }

  private TestNode start(String home, String namespace) {
    return TestNode.start(shared.resolve(home), config(home, namespace));
  }

  private ServerConfig config(String home, String namespace) {
    return TestNode.config(shared.resolve(home))
        .with(ConfigKey.STATE_DIR, shared.resolve("state"))
        .with(ConfigKey.CHECKPOINT_PATH, shared.resolve("checkpoint").toUri().toString())
        .with(ConfigKey.NAMESPACE, namespace);
  }
}
