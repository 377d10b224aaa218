package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.files.LockFile;
import io.jarserve.server.testing.LogLines;
import io.jarserve.server.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryClaimTest extends WithDirectories {

  private Path other;

  @BeforeEach
  void nameTheOther() {
    other = home.resolve("other-state");
  }

  @Test
  void take_directoryOfAnother_namesBothAndTheRemedy() throws Exception {
    try (DirectoryClaim first = DirectoryClaim.take(deploy, state)) {
      assertThatThrownBy(() -> DirectoryClaim.take(deploy, other))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining(deploy.toString())
          .hasMessageContaining("with the state directory " + state)
          .hasMessageContaining("with the state directory " + other)
          .hasMessageContaining("--deploy-dir");
      assertThat(DirectoryClaim.otherHolder(deploy, other)).isPresent();
      assertThat(DirectoryClaim.otherHolder(deploy, state)).as("itself").isEmpty();
      assertThat(first).isNotNull();
    }
    DirectoryClaim.take(deploy, other).close();
  }

  @Test
  void take_whileOthersLookWhoHasIt_isNotRefused() throws Exception {
    DirectoryClaim.take(deploy, other).close(); // so that there is a file to look at
    AtomicBoolean over = new AtomicBoolean();
    Thread looking =
        new Thread(
            () -> {
              while (!over.get()) {
                var unused = DirectoryClaim.otherHolder(deploy, state);
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
              }
            });
    looking.start();
    try {
      for (int i = 0; i < 100; i++) {
        DirectoryClaim.take(deploy, state).close();
      }
    } finally {
      over.set(true);
      looking.join(TimeUnit.MINUTES.toMillis(2));
    }
    assertThat(looking.isAlive()).isFalse();
  }

  @Test
  void take_byAnotherNameOfTheDirectory_isRefused() throws Exception {
    Path link = Files.createSymbolicLink(home.resolve("link"), deploy);
    try (DirectoryClaim first = DirectoryClaim.take(deploy, state)) {
      assertThatThrownBy(() -> DirectoryClaim.take(link, other))
          .isInstanceOf(ArtifactException.class);
      assertThat(first).isNotNull();
    }
  }

  @Test
  void take_readOnlyDirectory_isForAnyNumber() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 64);
        LogLines lines = LogLines.listen()) {
      disk.readOnly();

      try (DirectoryClaim first = DirectoryClaim.take(disk.root(), state);
          DirectoryClaim second = DirectoryClaim.take(disk.root(), other)) {
        assertThat(first).isNotSameAs(second);
      }
      assertThat(lines.all()).noneMatch(line -> line.contains("second server"));
    }
  }

  @Test
  void take_onAFullDisk_holdsAllTheSame() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 64)) {
      disk.fill();

      try (DirectoryClaim first = DirectoryClaim.take(disk.root(), state)) {
        assertThatThrownBy(() -> DirectoryClaim.take(disk.root(), other))
            .isInstanceOf(ArtifactException.class);
        assertThat(first).isNotNull();
      }
    }
  }

  @Test
  void take_whereNothingCanBeLocked_warnsAndGoesOn() throws Exception {
    DirectoryClaim.Locking unsupported =
        (file, holder) -> {
          throw new LockFile.UnsupportedException(file, new IOException("No locks available"));
        };
    try (LogLines lines = LogLines.listen()) {
      DirectoryClaim.take(deploy, state, unsupported).close();

      assertThat(lines.all())
          .anyMatch(
              line -> line.contains(deploy.toString()) && line.contains("No locks available"));
    }
  }

  @Test
  void take_directoryThatIsNotThere_goesOn() throws Exception {
    DirectoryClaim.take(home.resolve("nowhere"), state).close();

    assertThat(home.resolve("nowhere")).doesNotExist();
  }
}
