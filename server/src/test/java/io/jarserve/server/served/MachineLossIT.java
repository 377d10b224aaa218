package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.files.Tree;
import io.jarserve.server.testing.DirectoryStore;
import io.jarserve.server.testing.MachineLossDrill;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state directory is gone, and what is at the checkpoint path brings everything back. */
@Timeout(300)
class MachineLossIT {

  @TempDir private Path directory;

  @Test
  void start_withAnotherDirectoryAsCheckpointPath_bringsEverythingBack() {
    String path = directory.resolve("share").toUri().toString();

    new MachineLossDrill(directory, path, Map.of()).run();
  }

  @Test
  void start_withACustomClassAsCheckpointPath_bringsEverythingBack() throws IOException {
    Path place = Files.createDirectory(directory.resolve("place"));
    String path = "custom://" + DirectoryStore.class.getName() + place;

    new MachineLossDrill(directory, path, Map.of()).run();
  }

  /** The directory's ledger is no part of the state: what was deleted from it stays deleted. */
  @Test
  void start_withTheDeployDirectoryOfBefore_believesItsLedger() throws IOException {
    String path = directory.resolve("share").toUri().toString();
    try (TestNode node = TestNode.start(directory, path)) {
      PluginJars.greeter("a", "1.0", "a").writeTo(node.deployDir().resolve("a.jar"));
      PluginJars.greeter("b", "1.0", "b").writeTo(node.deployDir().resolve("b.jar"));
      node.awaitRunning("a", "1.0");
      node.awaitRunning("b", "1.0");
    }
    Tree.delete(directory.resolve("state"));
    Files.delete(TestNode.deployDir(directory).resolve("b.jar"));

    try (TestNode node = TestNode.start(directory, path)) {
      node.awaitRunning("a", "1.0");
      node.awaitStatus(status -> !status.applications().containsKey("b"));
    }
  }

  @Test
  void undeploy_ofWhatHasNoJarHere_isToPutItThereAndDeleteIt() throws IOException {
    String path = directory.resolve("share").toUri().toString();
    byte[] jar = PluginJars.greeter("a", "1.0", "a").bytes();
    try (TestNode node = TestNode.start(directory.resolve("first"), path)) {
      PluginJars.place(jar, node.deployDir().resolve("a.jar"));
      node.awaitRunning("a", "1.0");
    }

    try (TestNode node = TestNode.start(directory.resolve("second"), path)) {
      node.awaitRunning("a", "1.0");
      assertThat(node.deployDir().resolve("a.jar")).doesNotExist();
      PluginJars.place(jar, node.deployDir().resolve("a.jar"));
      Path ledger = node.deployDir().resolve(".jarserve-ledger.json");
      org.awaitility.Awaitility.await().until(() -> Files.readString(ledger).contains("a.jar"));
      Files.delete(node.deployDir().resolve("a.jar"));
      node.awaitStatus(status -> status.applications().isEmpty());
    }
  }

  @Test
  void start_withAnEmptyCheckpointPath_takesOverTheStateDirectory() throws IOException {
    String path = directory.resolve("share").toUri().toString();
    try (TestNode node = TestNode.start(directory)) {
      PluginJars.greeter("a", "1.0", "a").writeTo(node.deployDir().resolve("a.jar"));
      node.awaitRunning("a", "1.0");
    }
    try (TestNode node = TestNode.start(directory, path)) {
      node.awaitRunning("a", "1.0");
    }

    try (TestNode node = TestNode.start(directory.resolve("elsewhere"), path)) {
      node.awaitRunning("a", "1.0");
      assertThat(node.get("/a").body()).isEqualTo("a");
    }
  }
}
