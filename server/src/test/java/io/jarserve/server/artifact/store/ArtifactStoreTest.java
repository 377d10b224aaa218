package io.jarserve.server.artifact.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.model.Digest;
import io.jarserve.server.testing.SmallDisk;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {

  /** Of the word "content", by sha256sum. */
  private static final Digest DIGEST =
      new Digest("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73");

  @TempDir Path directory;

  @Test
  void publish_ofACopy_putsItUnderItsDigest() throws Exception {
    ArtifactStore store = new ArtifactStore(directory);

    Digest digest = put(store, "content");

    assertThat(digest).isEqualTo(DIGEST);
    assertThat(store.contains(digest)).isTrue();
    assertThat(store.path(digest)).hasFileName(digest + ".jar").hasContent("content");
    assertThat(names()).containsExactly(digest + ".jar");
  }

  @Test
  void close_withoutPublish_leavesNothing() throws Exception {
    ArtifactStore store = new ArtifactStore(directory);

    try (Incoming incoming = store.receive(stream("content"), 100)) {
      assertThat(incoming.file()).hasContent("content");
    }

    assertThat(names()).isEmpty();
    assertThat(store.contains(DIGEST)).isFalse();
  }

  @Test
  void receive_ofMoreThanAllowed_endsEarly() throws Exception {
    ArtifactStore store = new ArtifactStore(directory);

    try (Incoming incoming = store.receive(endless(), 1_000_000)) {
      assertThat(incoming.size()).isBetween(1_000_001L, 1_200_000L);
    }
  }

  @Test
  void receive_ofAStreamThatBreaks_leavesNothing() throws Exception {
    ArtifactStore store = new ArtifactStore(directory);
    InputStream gone =
        new FilterInputStream(stream("content")) {
          @Override
          public int read(byte[] buffer, int from, int length) throws IOException {
            throw new IOException("gone");
          }
        };

    assertThatThrownBy(() -> store.receive(gone, 100))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(StoreException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void receive_onAFullDisk_isTheStoresFaultAndLeavesNothing() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 256)) {
      ArtifactStore store = new ArtifactStore(disk.root());

      assertThatThrownBy(() -> store.receive(endless(), 10_000_000))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("No space left");

      assertThat(disk.root()).isEmptyDirectory();
    }
  }

  @Test
  void open_afterACrash_removesTemporaryFilesOnly() throws Exception {
    put(new ArtifactStore(directory), "content");
    Files.writeString(directory.resolve(".incoming-17.tmp"), "half");
    Files.writeString(directory.resolve("notes.txt"), "mine");

    ArtifactStore store = new ArtifactStore(directory);

    assertThat(names()).containsExactly(DIGEST + ".jar", "notes.txt");
    assertThat(store.contains(DIGEST)).isTrue();
  }

  @Test
  void path_ofAFileWithOtherContent_isNotTrustedAndSaysWhatToDo() throws Exception {
    Files.writeString(directory.resolve(DIGEST + ".jar"), "something else");
    ArtifactStore store = new ArtifactStore(directory);

    assertThat(store.contains(DIGEST)).isFalse();
    assertThatThrownBy(() -> store.path(DIGEST))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(DIGEST + ".jar")
        .hasMessageContaining("damaged")
        .hasMessageContaining("put its JAR into the deploy directory again");
  }

  @Test
  void publish_overADamagedFile_repairsIt() throws Exception {
    Files.writeString(directory.resolve(DIGEST + ".jar"), "something else");
    ArtifactStore store = new ArtifactStore(directory);

    put(store, "content");

    assertThat(store.path(DIGEST)).hasContent("content");
  }

  @Test
  void path_ofAnUnknownDigest_saysSo() throws Exception {
    ArtifactStore store = new ArtifactStore(directory);

    assertThatThrownBy(() -> store.path(DIGEST)).hasMessageContaining(DIGEST.hex());
  }

  @Test
  void retain_ofSome_deletesTheOthersButNotWhatIsHeld() throws Exception {
    ArtifactStore store = new ArtifactStore(directory);
    Digest needed = put(store, "needed");
    Digest held = put(store, "held");
    Digest neither = put(store, "neither");
    store.hold(held);
    store.hold(held);

    store.retain(Set.of(needed));
    assertThat(names()).containsExactlyInAnyOrder(needed + ".jar", held + ".jar");
    assertThat(store.contains(neither)).isFalse();

    store.release(held);
    store.retain(Set.of(needed));
    assertThat(store.contains(held)).isTrue();

    store.release(held);
    store.retain(Set.of(needed));
    assertThat(store.contains(held)).isFalse();
  }

  @Test
  void retain_withStrangersInTheDirectory_leavesThemAlone() throws Exception {
    ArtifactStore store = new ArtifactStore(directory);
    Files.writeString(directory.resolve("mine.jar"), "mine");

    store.retain(Set.of());

    assertThat(names()).containsExactly("mine.jar");
  }

  @Test
  void open_onAFile_saysWhatToDo() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> new ArtifactStore(file))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--state-dir");
  }

  private static Digest put(ArtifactStore store, String content) throws IOException {
    try (Incoming incoming = store.receive(stream(content), Long.MAX_VALUE)) {
      incoming.publish();
      return incoming.digest();
    }
  }

  private static InputStream stream(String content) {
    return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
  }

  private static InputStream endless() {
    return new FilterInputStream(InputStream.nullInputStream()) {
      @Override
      public int read(byte[] buffer, int from, int length) {
        return length;
      }
    };
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
