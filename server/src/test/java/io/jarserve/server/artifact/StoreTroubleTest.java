package io.jarserve.server.artifact;

import static io.jarserve.server.testing.PluginJars.greeter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.testing.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Trouble that is not the file's fault. */
class StoreTroubleTest extends WithDirectories {

  @Test
  void copy_toAFullDisk_isRejectedAndTriedAgainUntilItWorks() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(state, 512);
        Door door = Door.open(deploy, disk.root())) {
      greeter("before", "1", "hello").writeTo(deploy.resolve("before.jar"));
      door.untilAccepted("before.jar");
      disk.fill();

      greeter("greeter", "1", "hello").writeTo(deploy.resolve("greeter.jar"));
      Listing.Rejected rejected = door.untilRejected("greeter.jar", "No space left on device");
      assertThat(rejected.reason()).contains("make room");
      assertThat(Door.accepted(door.last(), "before.jar")).isTrue();

      disk.makeRoom();
      door.untilAccepted("greeter.jar");
      assertThat(door.last().rejected()).isEmpty();
    }
  }

  @Test
  void copy_toAReadOnlyStateDirectory_isRejectedAndTriedAgainUntilItWorks() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(state, 512);
        Door door = Door.open(deploy, disk.root())) {
      door.until(l -> true);
      disk.readOnly();

      greeter("greeter", "1", "hello").writeTo(deploy.resolve("greeter.jar"));
      door.untilRejected("greeter.jar", "Read-only file system");

      disk.writable();
      door.untilAccepted("greeter.jar");
    }
  }

  @Test
  void accept_intoAFullDeployDirectory_worksWithoutItsLedger() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(home.resolve("small"), 256)) {
      try (Door door = Door.open(disk.root(), state)) {
        greeter("one", "1", "hello").writeTo(disk.root().resolve("one.jar"));
        greeter("two", "1", "hello").writeTo(disk.root().resolve("two.jar"));
        door.until(l -> l.accepted().size() == 2);
        Path third = home.resolve("three.jar");
        greeter("three", "1", "hello").writeTo(third);
        Files.createSymbolicLink(disk.root().resolve("three.jar"), third);
        disk.fill();
        door.untilAccepted("three.jar");
        assertThat(door.last().problem()).isEmpty();
      }
      disk.makeRoom();
      try (Door door = Door.open(disk.root(), state)) {
        door.until(l -> l.accepted().size() == 3);
        Files.delete(disk.root().resolve("three.jar"));
        door.untilDeleted("three.jar");
      }
    }
  }

  @Test
  void open_withADamagedMemory_saysWhatToDo() throws Exception {
    Files.createDirectory(state);
    Files.writeString(state.resolve("deploy-directory.json"), "{ \"half");

    assertThatThrownBy(this::open)
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("deploy-directory.json")
        .hasMessageContaining("restore it from a backup");
  }

  @Test
  void open_onAReadOnlyStateDirectory_saysWhatToDo() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(state, 512)) {
      disk.readOnly();

      assertThatThrownBy(() -> Door.open(deploy, disk.root()))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining(disk.root().toString())
          .hasMessageContaining("--state-dir");
    }
  }
}
