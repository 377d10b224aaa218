package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {

  private static final FileTime THEN = FileTime.fromMillis(1_000_000);
  private static final FileTime LATER = FileTime.fromMillis(2_000_000);

  @TempDir Path directory;
  private Path samples;
  private Path deployDir;

  @BeforeEach
  void prepare() throws Exception {
    samples = Files.createDirectory(directory.resolve("samples"));
    deployDir = directory.resolve("not/yet/there");
    write(samples.resolve("a.jar"), "a", THEN);
    write(samples.resolve("b.jar"), "b", THEN);
    write(samples.resolve("README.md"), "x", THEN);
  }

  @Test
  void copyTo_nothingThere_copiesTheJars() throws Exception {
    assertThat(new Samples(samples).copyTo(deployDir))
        .containsExactly("samples    copied a.jar, b.jar");
    try (Stream<Path> files = Files.list(deployDir)) {
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("a.jar", "b.jar");
    }
  }

  @Test
  void copyTo_sameOrNewerThere_leavesIt() throws Exception {
    new Samples(samples).copyTo(deployDir);
    write(deployDir.resolve("b.jar"), "mine", LATER);

    assertThat(new Samples(samples).copyTo(deployDir))
        .containsExactly("samples    already there: a.jar, b.jar");
    assertThat(deployDir.resolve("b.jar")).hasContent("mine");
  }

  @Test
  void copyTo_otherBytesOfTheSameTime_replacesIt() throws Exception {
    new Samples(samples).copyTo(deployDir);
    write(samples.resolve("a.jar"), "rebuilt", THEN);

    assertThat(new Samples(samples).copyTo(deployDir)).contains("samples    copied a.jar");
    assertThat(deployDir.resolve("a.jar")).hasContent("rebuilt");
  }

  @Test
  void copyTo_olderThere_replacesIt() throws Exception {
    new Samples(samples).copyTo(deployDir);
    write(samples.resolve("a.jar"), "new", LATER);

    assertThat(new Samples(samples).copyTo(deployDir))
        .containsExactly("samples    copied a.jar", "samples    already there: b.jar");
    assertThat(deployDir.resolve("a.jar")).hasContent("new");
  }

  @Test
  void copyTo_noSamples_saysSo() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> new Samples(missing).copyTo(deployDir))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("there is no directory " + missing);
  }

  private static void write(Path file, String text, FileTime time) throws Exception {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, time);
  }
}
