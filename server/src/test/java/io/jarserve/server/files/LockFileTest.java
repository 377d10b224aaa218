package io.jarserve.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who has a file, in this process and in others. */
@Timeout(300)
class LockFileTest {

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("lock");
  }

  @Test
  void take_heldByThisProcess_namesTheHolder() throws IOException {
    try (LockFile lock = LockFile.take(file, "the first")) {
      assertThatThrownBy(() -> LockFile.take(file, "the second"))
          .isInstanceOfSatisfying(
              LockFile.HeldException.class, e -> assertThat(e.holder()).isEqualTo("the first"))
          .hasMessageContaining(file.toString());
      assertThat(LockFile.holder(file)).contains("the first");
      assertThat(lock).isNotNull();
    }
    assertThat(LockFile.holder(file)).isEmpty();
    LockFile.take(file, "the second").close();
  }

  @Test
  void take_byAnotherProcess_isRefusedAlsoAfterOneInThisProcess() throws Exception {
    try (LockFile lock = LockFile.take(file, "the first")) {
      assertThatThrownBy(() -> LockFile.take(file, "the second"))
          .isInstanceOf(LockFile.HeldException.class);

      assertThat(takenElsewhere()).isEqualTo("held by the first");
      assertThat(lock).isNotNull();
    }
    assertThat(takenElsewhere()).isEqualTo("taken");
    assertThat(LockFile.holder(file)).as("when that process has ended").isEmpty();
  }

  @Test
  void take_whileSomebodyLooks_waitsForHim() throws Exception {
    LockFile looking = LockFile.take(file, "");
    CompletableFuture<LockFile> taken = new CompletableFuture<>();
    Thread taking =
        new Thread(
            () -> {
              try {
                taken.complete(LockFile.take(file, "the second", Duration.ofMinutes(5)));
              } catch (IOException refused) {
                taken.completeExceptionally(refused);
              }
            });
    taking.setDaemon(true);
    taking.start();
    await("it waits")
        .atMost(Duration.ofMinutes(2))
        .until(() -> taking.getState() == Thread.State.TIMED_WAITING || taken.isDone());

    looking.close();

    taken.get(2, TimeUnit.MINUTES).close();
  }

  @Test
  void take_heldForGood_isRefusedInTheEnd() throws IOException {
    try (LockFile lock = LockFile.take(file, "the first")) {
      assertThatThrownBy(() -> LockFile.take(file, "the second", Duration.ofMillis(50)))
          .isInstanceOf(LockFile.HeldException.class)
          .hasMessageContaining("held by the first");
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void take_whereNothingCanBeLocked_saysSo() {
    LockFile.Locking none =
        channel -> {
          throw new IOException("No locks available");
        };

    assertThatThrownBy(() -> LockFile.take(file, "the first", none))
        .isInstanceOf(LockFile.UnsupportedException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("No locks available");
    assertThat(LockFile.holder(file)).isEmpty();
  }

  @Test
  void holder_ofNoFile_isNobodyAndMakesNone() {
    assertThat(LockFile.holder(file)).isEmpty();
    assertThat(file).doesNotExist();
  }

  private String takenElsewhere() throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Taking.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out).strip();
  }

  /** A process that takes a file, and ends without letting go of it. */
  static final class Taking {
    private Taking() {}

    public static void main(String... arguments) throws IOException {
      try {
        LockFile unused = LockFile.take(Path.of(arguments[0]), "another process");
        System.out.println("taken");
      } catch (LockFile.HeldException held) {
        System.out.println("held by " + held.holder());
      }
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }
}
