package io.jarserve.maven.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ForkedServerTest {

  private static final List<Path> CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .map(Path::of)
          .toList();

  @TempDir Path directory;

  @Test
  void start_overADirectoryWithOldThings_emptiesIt() throws Exception {
    Path old = Files.createDirectories(directory.resolve("home/deploy-dir")).resolve("old.jar");
    Files.writeString(old, "old");

    try (ForkedServer server = ForkedServer.start(settings())) {
      assertThat(old).doesNotExist();
      assertThat(server.deployDir()).isEqualTo(directory.resolve("home/deploy-dir"));
      assertThat(server.http().getPort()).isPositive();
    }
  }

  @Test
  void close_ofAServer_endsIt() throws Exception {
    ForkedServer server = ForkedServer.start(settings());

    server.close();

    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void parent_thatEnds_endsTheServer() throws Exception {
    Process parent = new ProcessBuilder("cat").start();
    try (ForkedServer server = ForkedServer.start(settings("-Djarserve.parent=" + parent.pid()))) {
      parent.destroy();

      await().atMost(Duration.ofSeconds(60)).until(() -> !server.isAlive());
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void start_ofWhatCannotStart_saysSo() {
    assertThatThrownBy(() -> ForkedServer.start(settings("-Xmx1k")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exit code");
  }

  private ForkedServer.Settings settings(String... jvmOptions) {
    return new ForkedServer.Settings(
        CLASS_PATH, directory.resolve("home"), 0, 0, List.of(jvmOptions));
  }
}
