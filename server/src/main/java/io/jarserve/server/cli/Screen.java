package io.jarserve.server.cli;

import io.jarserve.server.cli.Terminal.Size;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command shows how far it is: on a terminal in lines that are drawn again and again, and
 * elsewhere not at all. What is drawn is cut to the window: a line that wraps could not be drawn
 * again. Not for use by many threads.
 */
public final class Screen {

  private static final long SIZE_HOLDS_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_LINES = 16;
  private static final int PARTS = 20;

  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_PAGE = "\u001b[J";

  private final PrintWriter out;
  private final boolean coloured;
  private final boolean terminal;
  private final Supplier<Size> asked;
  private Size size = Size.USUAL;
  private long sizeUntil;
  private int drawn;

  /**
   * @param terminal whether lines can be drawn again
   * @param size asked now and then, and only on a terminal
   */
  Screen(PrintWriter out, boolean coloured, boolean terminal, Supplier<Size> size) {
    this.out = out;
    this.coloured = coloured;
    this.terminal = terminal;
    this.asked = size;
    this.sizeUntil = System.nanoTime();
  }

  /** That of a command. */
  public static Screen of(CommandSpec command) {
    return new Screen(
        command.commandLine().getOut(),
        Terminal.hasColours(),
        Terminal.canRedraw(),
        Terminal::size);
  }

  /** One that shows nothing. */
  static Screen none() {
    return new Screen(new PrintWriter(Writer.nullWriter()), false, false, () -> Size.USUAL);
  }

  /** Whether people look at it. */
  public boolean isTerminal() {
    return terminal;
  }

  /** How many letters fit into a line that is drawn. The last column makes some terminals wrap. */
  int columns() {
    return size().columns() - 1;
  }

  /** Shows these lines in place of those that were drawn before; nothing where nobody looks. */
  public void draw(List<String> lines) {
    if (terminal) {
      wipe();
      int most = Math.max(1, Math.min(MOST_LINES, size().rows() - 2));
      List<String> shown = lines.subList(0, Math.min(lines.size(), most));
      shown.forEach(line -> out.println(cut(line)));
      drawn = shown.size();
      out.flush();
    }
  }

  /** Shows these lines on a terminal, and nothing else on it; of too many the first ones. */
  void page(List<String> lines) {
    int most = Math.max(1, size().rows() - 1);
    int shown = lines.size() <= most ? lines.size() : most - 1;
    StringBuilder page = new StringBuilder(HOME);
    lines.subList(0, shown).forEach(line -> page.append(cut(line)).append(REST_OF_LINE + "\n"));
    if (shown < lines.size()) {
      String more = "… %s more lines, for which the window is too small";
      page.append(cut(more.formatted(lines.size() - shown))).append(REST_OF_LINE + "\n");
    }
    out.print(page.append(REST_OF_PAGE));
    out.flush();
  }

  /** A line that stays. What was drawn goes. */
  public void print(String line) {
    wipe();
    out.println(coloured ? Colours.painted(line) : line);
    out.flush();
  }

  /** Takes back what was drawn. */
  public void wipe() {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A\r" + REST_OF_PAGE);
      drawn = 0;
    }
  }

  private Size size() {
    long now = System.nanoTime();
    if (terminal && now - sizeUntil >= 0) {
      size = asked.get();
      sizeUntil = now + SIZE_HOLDS_NANOS;
    }
    return size;
  }

  private String cut(String line) {
    return Colours.painted(shortened(Table.printable(line), columns()));
  }

  /** The text, or as much of it as fits, with a sign that there was more. */
  static String shortened(String text, int columns) {
    int most = Math.max(1, columns);
    return text.length() > most ? text.substring(0, most - 1) + "…" : text;
  }

  /** A bar of that many of a hundred parts, such as {@code [####......]}. */
  static String bar(long part, long whole) {
    int full = whole <= 0 ? 0 : (int) (part * PARTS / whole);
    return "[" + "#".repeat(full) + ".".repeat(PARTS - full) + "]";
  }
}
