package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.SmallDisk;
import io.jarserve.server.testing.TestNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that ends while the disk of its state directory is full, and is started again. */
@Timeout(300)
class FullDiskTest {

  @TempDir Path home;

  @Test
  void start_onAFullDisk_servesWhatServedAndTakesChangesWhenThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 4096)) {
      ServerConfig options =
          TestNode.config(home).with(ConfigKey.STATE_DIR, disk.root().resolve("state").toString());
      Path jar = TestNode.deployDir(home).resolve("greeter.jar");
      PluginJars.greeter("greeter", "1.0", "one").writeTo(jar);
      try (TestNode node = TestNode.start(home, options)) {
        node.awaitRunning("greeter", "1.0");
      }
      disk.fill();

      try (TestNode node = TestNode.start(home, options)) {
        node.awaitRunning("greeter", "1.0");
        assertThat(node.get("/greeter").body()).isEqualTo("one");
        PluginJars.greeter("greeter", "2.0", "two").writeTo(jar);
        node.awaitStatus(status -> status.toString().contains("No space left on device"));
        assertThat(node.get("/greeter").body()).isEqualTo("one");
        disk.makeRoom();
        node.awaitRunning("greeter", "2.0");
      }
    }
  }
}
