package io.jarserve.server.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.testing.CheckpointStoreContract;
import io.jarserve.server.testing.SmallDisk;
import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckpointStoreTest extends CheckpointStoreContract {

  @TempDir private Path directory;

  @Override
  protected CheckpointStore open() throws IOException {
    return new FileStoreProvider().open(directory.resolve("a/place").toUri());
  }

  @Test
  void open_ofAnotherHost_saysHowToWriteIt() {
    assertThatThrownBy(() -> new FileStoreProvider().open(URI.create("file://host/path")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("file://host/path")
        .hasMessageContaining("file:///absolute/path");
  }

  @Test
  void open_removesOnlyTemporaryFilesThatNobodyCanBeWriting() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("state"));
    Path old = Files.createFile(folder.resolve(".000000001.json.a.tmp"));
    Path young = Files.createFile(folder.resolve(".000000001.json.b.tmp"));
    Files.setLastModifiedTime(
        old, FileTime.from(Clock.systemUTC().instant().minus(Duration.ofDays(2))));

    new FileStoreProvider().open(directory.toUri()).close();

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void create_whenTheMountIsGone_doesNotWriteBelowIt() throws Exception {
    Path mountPoint = directory.resolve("mnt");
    try (SmallDisk disk = SmallDisk.mount(mountPoint, 256)) {
      CheckpointStore store = new FileCheckpointStore(disk.root());
      Content content = Content.of(new byte[] {1});
      assertThat(store.create("state/000000001.json", content)).isTrue();
      disk.unmount();

      assertThatThrownBy(() -> store.create("state/000000002.json", content))
          .isInstanceOf(IOException.class);
      assertThat(mountPoint).isEmptyDirectory();
    }
  }
}
