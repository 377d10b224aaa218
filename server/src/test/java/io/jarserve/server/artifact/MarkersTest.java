package io.jarserve.server.artifact;

import static io.jarserve.server.testing.PluginJars.greeter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarkersTest extends WithDirectories {

  private Path marker;

  @BeforeEach
  void dropAJar() {
    marker = deploy.resolve("greeter.jar.failed");
    greeter("greeter", "1", "hello").writeTo(deploy.resolve("greeter.jar"));
  }

  @Test
  void mark_ofAFile_writesTheReasonUntilItIsGone() throws Exception {
    try (Door door = open()) {
      door.directory().mark(Map.of("greeter.jar", "start threw: no database"));
      untilMarked("greeter.jar does not serve: start threw: no database");

      door.directory().mark(Map.of("greeter.jar", "start threw: other"));
      untilMarked("start threw: other");

      door.directory().mark(Map.of());
      untilGone();
    }
  }

  @Test
  void mark_survivingARestart_isRemovedWhenItIsNoLongerTrue() throws Exception {
    try (Door door = open()) {
      door.directory().mark(Map.of("greeter.jar", "a reason"));
      untilMarked("a reason");
    }
    try (Door door = open()) {
      door.until(l -> true);
      Door.letLook();
      assertThat(marker).exists();

      door.directory().mark(Map.of());
      untilGone();
    }
  }

  @Test
  void delete_ofAMarkedFile_removesItsMarker() throws Exception {
    try (Door door = open()) {
      door.directory().mark(Map.of("greeter.jar", "a reason"));
      untilMarked("a reason");

      Files.delete(deploy.resolve("greeter.jar"));
      untilGone();
    }
  }

  @Test
  void mark_thatSomebodyDeleted_isWrittenAgain() throws Exception {
    try (Door door = open()) {
      door.directory().mark(Map.of("greeter.jar", "a reason"));
      untilMarked("a reason");

      Files.delete(marker);
      untilMarked("a reason");
    }
  }

  @Test
  void mark_whereSomebodyElsesFileLies_leavesThatAlone() throws Exception {
    Files.writeString(marker, "my own notes");
    Path other = Files.writeString(deploy.resolve("other.failed"), "my own notes");
    try (Door door = open()) {
      door.directory().mark(Map.of("greeter.jar", "a reason"));
      Door.letLook();
      assertThat(marker).hasContent("my own notes");

      door.directory().mark(Map.of());
      Door.letLook();
      assertThat(marker).hasContent("my own notes");
      assertThat(other).hasContent("my own notes");
    }
  }

  @Test
  void mark_ofAFileThatIsNotThere_writesNothing() throws Exception {
    try (Door door = open()) {
      door.directory().mark(Map.of("gone.jar", "a reason", "greeter.jar", "a reason"));
      untilMarked("a reason");

      assertThat(deploy.resolve("gone.jar.failed")).doesNotExist();
    }
  }

  @Test
  void mark_inADirectoryThatIsGone_writesNothing() throws Exception {
    try (Door door = open()) {
      door.untilAccepted("greeter.jar");
      Files.move(deploy, home.resolve("away"));
      Files.createDirectory(deploy);
      door.untilProblem("is empty");

      door.directory().mark(Map.of("greeter.jar", "a reason"));
      Door.letLook();

      assertThat(deploy).isEmptyDirectory();
    }
  }

  @Test
  void mark_inAReadOnlyDirectory_isSkipped() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 1024);
        SmallDisk view = disk.readOnlyView(home.resolve("view"))) {
      greeter("greeter", "1", "hello").writeTo(disk.root().resolve("greeter.jar"));
      try (Door door = Door.open(view.root(), state)) {
        door.directory().mark(Map.of("greeter.jar", "a reason"));
        door.untilAccepted("greeter.jar");
        Door.letLook();

        assertThat(view.root().resolve("greeter.jar.failed")).doesNotExist();
        assertThat(door.last().problem()).isEmpty();
      }
    }
  }

  private void untilMarked(String text) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(marker).content().contains(text).startsWith("# Written by Jarserve"));
  }

  private void untilGone() {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(marker).doesNotExist());
  }
}
