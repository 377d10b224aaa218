package io.jarserve.server.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.jarserve.server.testing.SmallDisk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class LogFilesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path dir;

  @Test
  void write_marked_goesToTheFileOfItsDeployment() throws Exception {
    try (LogFiles files = new LogFiles(dir, 100_000, 3)) {
      write(files, Lines.mark("shop", "Cart", "q1"), "one");
      write(files, Lines.mark("shop", "Stock", null), "two");
      write(files, null, "three");
      files.access(10, () -> "GET /\n".getBytes(UTF_8));
    }

    assertThat(messages(dir.resolve("applications/shop/Cart.log"))).containsExactly("one");
    assertThat(messages(dir.resolve("applications/shop/Stock.log"))).containsExactly("two");
    assertThat(messages(dir.resolve("server.log"))).containsExactly("three");
    assertThat(dir.resolve("access.log")).hasContent("GET /");
  }

  @Test
  void write_nothing_makesNoFiles() throws Exception {
    new LogFiles(dir.resolve("logs"), 100_000, 3).close();

    assertThat(dir.resolve("logs")).doesNotExist();
  }

  @Test
  void write_more_keepsSoManyFilesOfSuchASize() throws Exception {
    LogMark mark = Lines.mark("shop", "Cart", null);
    int size = Lines.line(100, mark, "100").bytes().length;
    try (LogFiles files = new LogFiles(dir, 10L * size, 3)) {
      for (int i = 100; i < 200; i++) {
        files.write(mark, Lines.line(i, mark, "" + i));
      }
    }

    Path file = dir.resolve("applications/shop/Cart.log");
    assertThat(siblings(file)).containsExactly("Cart.log", "Cart.log.1", "Cart.log.2");
    assertThat(messages(file)).hasSize(10).startsWith("190").endsWith("199");
    assertThat(messages(file.resolveSibling("Cart.log.2"))).startsWith("170").endsWith("179");
  }

  @Test
  void write_afterARestart_goesOnAfterHalfALine() throws Exception {
    Path file = dir.resolve("server.log");
    Files.writeString(file, "{\"time\":\"20");
    try (LogFiles files = new LogFiles(dir, 100_000, 3)) {
      write(files, null, "whole");
    }

    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(messages(file)).containsExactly("whole");
  }

  @Test
  void write_fileTakenAway_makesANewOne() throws Exception {
    Path file = dir.resolve("server.log");
    try (LogFiles files = new LogFiles(dir, 100_000, 3)) {
      write(files, null, "one");
      await().until(() -> Files.exists(file) && messages(file).equals(List.of("one")));
      Files.delete(file);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                write(files, null, "two");
                return Files.exists(file) && messages(file).contains("two");
              });
    }
  }

  @Test
  void retain_applicationGone_deletesItsFilesAndLetsGoOfThem() throws Exception {
    try (LogFiles files = new LogFiles(dir, 100_000, 3)) {
      files.retain(Set.of("shop", "bank"));
      for (int i = 0; i < 20; i++) {
        write(files, Lines.mark("shop", "D" + i, null), "x");
      }
      write(files, Lines.mark("bank", "Main", null), "kept");
      await().until(() -> Files.exists(dir.resolve("applications/bank/Main.log")));
      long open = openFiles();

      files.retain(Set.of("bank"));
      write(files, Lines.mark("shop", "D0", "q9"), "last words");

      await().until(() -> Files.exists(dir.resolve("server.log")));
      assertThat(dir.resolve("applications/shop")).doesNotExist();
      assertThat(messages(dir.resolve("applications/bank/Main.log"))).containsExactly("kept");
      assertThat(openFiles()).isLessThanOrEqualTo(open - 15);
      assertThat(Files.readString(dir.resolve("server.log")))
          .contains("\"application\":\"shop\"", "last words");
    }
  }

  @Test
  void write_manyDeployments_keepsFewFilesOpen() throws Exception {
    long before = openFiles();
    try (LogFiles files = new LogFiles(dir, 100_000, 3)) {
      for (int i = 0; i < 300; i++) {
        write(files, Lines.mark("shop", "D" + i, null), "x");
      }
      await().until(() -> Files.exists(dir.resolve("applications/shop/D299.log")));
      assertThat(openFiles() - before).isLessThan(100);
    }
    try (Stream<Path> all = Files.list(dir.resolve("applications/shop"))) {
      assertThat(all).hasSize(300).allSatisfy(file -> assertThat(messages(file)).hasSize(1));
    }
  }

  @Test
  void write_nameThatLeadsElsewhere_staysInside() throws Exception {
    try (LogFiles files = new LogFiles(dir.resolve("logs"), 100_000, 3)) {
      write(files, Lines.mark("..", "../../x", null), "sneaky");
    }

    assertThat(messages(dir.resolve("logs/server.log"))).containsExactly("sneaky");
    assertThat(siblings(dir.resolve("logs"))).containsExactly("logs");
  }

  @Test
  void write_cannot_countsAndGoesOnWhenItCan() throws Exception {
    Path logs = Files.writeString(dir.resolve("logs"), "a file where a directory should be");
    try (LogFiles files = new LogFiles(logs, 100_000, 3)) {
      write(files, null, "lost");
      await().until(() -> files.lost() == 1);
      write(files, null, "lost too");
      await().until(() -> files.lost() == 2);

      Files.delete(logs);
      awaitWritten(files, logs.resolve("server.log"));
    }
  }

  @Test
  void write_diskFull_countsAndGoesOnWhenThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(dir.resolve("disk"), 256)) {
      Path logs = disk.root().resolve("logs");
      try (LogFiles files = new LogFiles(logs, 100_000, 3)) {
        write(files, null, "first");
        await().until(() -> Files.exists(logs.resolve("server.log")));
        disk.fill();
        for (int i = 0; i < 500; i++) {
          write(files, null, "x".repeat(1000));
        }
        await().atMost(PATIENCE).until(() -> files.lost() > 400);

        disk.makeRoom();
        awaitWritten(files, logs.resolve("server.log"));
      }
      assertThat(messages(logs.resolve("server.log"))).startsWith("first").contains("again");
    }
  }

  private static void awaitWritten(LogFiles files, Path file) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              write(files, null, "again");
              return Files.exists(file) && messages(file).contains("again");
            });
  }

  private static void write(LogFiles files, @Nullable LogMark mark, String message) {
    files.write(mark, Lines.line(0, mark, message));
  }

  private static List<String> messages(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .flatMap(line -> LogLine.parse(line).stream())
        .map(LogLine::message)
        .toList();
  }

  private static List<String> siblings(Path file) throws IOException {
    try (Stream<Path> all = Files.list(file.getParent())) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static long openFiles() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }
}
