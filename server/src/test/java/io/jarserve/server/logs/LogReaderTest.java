package io.jarserve.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {

  private static final LogMark CART = Lines.mark("shop", "Cart", "q1");
  private static final LogMark STOCK = Lines.mark("shop", "Stock", "q1");
  private static final LogMark BANK = Lines.mark("bank", "Main", "q2");

  @TempDir Path dir;
  private Path cart;

  @BeforeEach
  void logs() throws IOException {
    cart = dir.resolve("applications/shop/Cart.log");
    put(dir.resolve("applications/shop/Cart.log.2"), Lines.line(1, CART, "c1"));
    put(dir.resolve("applications/shop/Cart.log.1"), Lines.line(4, CART, "c4"));
    put(cart, Lines.line(7, CART, "c7"));
    put(dir.resolve("applications/shop/Stock.log"), Lines.line(5, STOCK, "s5"));
    put(dir.resolve("applications/bank/Main.log"), Lines.line(3, BANK, "b3"));
    put(dir.resolve("server.log"), Lines.line(0, null, "up"), Lines.line(8, CART, "last words"));
  }

  @Test
  void next_allFiles_mergesByTime() throws Exception {
    assertThat(read(LogFilter.ALL))
        .containsExactly("up", "c1", "b3", "c4", "s5", "c7", "last words");
  }

  @Test
  void next_filtered_givesWhatMatches() throws Exception {
    assertThat(read(filter("shop", null, null)))
        .containsExactly("c1", "c4", "s5", "c7", "last words");
    assertThat(read(filter("shop", "Stock", null))).containsExactly("s5");
    assertThat(read(filter(null, null, "q2"))).containsExactly("b3");
    assertThat(
            read(
                new LogFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Lines.NOON.plusSeconds(5)))))
        .containsExactly("s5", "c7", "last words");
  }

  @Test
  void next_filtered_givesWhatTheServerSaysAboutThemToo() throws Exception {
    Path server = dir.resolve("server.log");
    put(
        server,
        Lines.line(20, null, "shop 1.2 is RUNNING"),
        Lines.line(21, null, "shop#Cart#a takes no requests"),
        Lines.line(22, null, "shop: a replica failed"),
        Lines.line(23, null, "shopping is fun"),
        Lines.line(24, null, "shop"),
        Lines.line(25, null, "bank is undeployed"));

    assertThat(read(filter("shop", null, null)))
        .endsWith("shop 1.2 is RUNNING", "shop#Cart#a takes no requests", "shop: a replica failed");
    assertThat(read(filter("shop", "Cart", null)))
        .endsWith("c7", "last words", "shop#Cart#a takes no requests");
  }

  @Test
  void next_garbageBetweenLines_isPassedOver() throws Exception {
    Files.writeString(cart, "\0\0half\n\n{\"time\":3}\n", StandardOpenOption.APPEND);
    put(cart, Lines.line(9, CART, "c9"));

    assertThat(read(filter("shop", "Cart", null)))
        .containsExactly("c1", "c4", "c7", "last words", "c9");
  }

  @Test
  void next_askedAgain_goesOnWithWhatCame() throws Exception {
    try (LogReader reader = new LogReader(dir, LogFilter.ALL)) {
      assertThat(rest(reader)).hasSize(7);
      assertThat(rest(reader)).isEmpty();

      byte[] line = Lines.line(10, CART, "c10").bytes();
      Files.write(cart, Arrays.copyOf(line, 20), StandardOpenOption.APPEND);
      assertThat(rest(reader)).isEmpty();
      Files.write(cart, Arrays.copyOfRange(line, 20, line.length), StandardOpenOption.APPEND);
      put(dir.resolve("applications/new/Main.log"), Lines.line(9, null, "n9"));
      assertThat(rest(reader)).containsExactly("n9", "c10");
    }
  }

  @Test
  void next_halfTurnedOver_seesOverTheGap() throws Exception {
    Files.move(Path.of(cart + ".2"), Path.of(cart + ".3"));
    Files.move(Path.of(cart + ".1"), Path.of(cart + ".2"));

    assertThat(read(filter("shop", "Cart", null))).containsExactly("c1", "c4", "c7", "last words");
  }

  @Test
  void next_gapBeforeWhatComes_goesOnWhenThatIsThere() throws Exception {
    try (LogReader reader = new LogReader(dir, filter("shop", "Cart", null))) {
      assertThat(rest(reader)).containsExactly("c1", "c4", "c7", "last words");
      Files.move(cart, Path.of(cart + ".3"));
      Files.delete(Path.of(cart + ".2"));
      Files.delete(Path.of(cart + ".1"));

      assertThat(rest(reader)).isEmpty();

      put(cart, Lines.line(10, CART, "c10"));

      assertThat(rest(reader)).containsExactly("c10");
    }
  }

  @RepeatedTest(5)
  void next_turnedOverMeanwhile_losesNothing() throws Exception {
    LogMark mark = Lines.mark("shop", "Cart", null);
    int size = Lines.line(100, mark, "100").bytes().length;
    try (LogReader reader = new LogReader(dir, filter("shop", "Cart", null))) {
      List<String> read = new ArrayList<>(rest(reader));
      LogFiles files = new LogFiles(dir, 10L * size, 50);
      for (int i = 100; i < 400; i++) {
        files.write(mark, Lines.line(i, mark, "" + i));
        if (i % 7 == 0) {
          read.addAll(rest(reader));
        }
      }
      files.close();
      read.addAll(rest(reader));

      assertThat(read).hasSize(304).doesNotHaveDuplicates().endsWith("398", "399");
    }
  }

  @Test
  void next_noLogs_isNull() throws Exception {
    try (LogReader reader = new LogReader(dir.resolve("nowhere"), LogFilter.ALL)) {
      assertThat(reader.next()).isNull();
      assertThat(reader.applications()).isEmpty();
    }
  }

  private List<String> read(LogFilter filter) throws IOException {
    try (LogReader reader = new LogReader(dir, filter)) {
      return rest(reader);
    }
  }

  private static List<String> rest(LogReader reader) throws IOException {
    List<String> messages = new ArrayList<>();
    for (LogLine line = reader.next(); line != null; line = reader.next()) {
      messages.add(line.message());
    }
    return messages;
  }

  private static LogFilter filter(
      @Nullable String application, @Nullable String deployment, @Nullable String requestId) {
    return new LogFilter(
        Optional.ofNullable(application),
        Optional.ofNullable(deployment),
        Optional.ofNullable(requestId),
        Optional.empty());
  }

  private static void put(Path file, LogLine... lines) throws IOException {
    Files.createDirectories(file.getParent());
    for (LogLine line : lines) {
      Files.write(file, line.bytes(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
