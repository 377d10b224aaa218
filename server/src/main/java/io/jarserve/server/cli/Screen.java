package io.jarserve.server.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command shows how far it is: on a terminal in lines that are drawn again and again, and
 * elsewhere not at all. Not for use by many threads.
 */
public final class Screen {

  /** What fits everywhere; a line that wraps could not be drawn again. */
  private static final int WIDTH = 79;

  private static final int MOST_LINES = 16;

  private final PrintWriter out;
  private final boolean terminal;
  private int drawn;

  Screen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** That of a command. */
  public static Screen of(CommandSpec command) {
    return new Screen(command.commandLine().getOut(), Ansi.AUTO.enabled());
  }

  /** Whether people look at it. */
  public boolean isTerminal() {
    return terminal;
  }

  /** Shows these lines in place of those that were drawn before; nothing where nobody looks. */
  public void draw(List<String> lines) {
    if (terminal) {
      wipe();
      List<String> shown = lines.subList(0, Math.min(lines.size(), MOST_LINES));
      shown.forEach(line -> out.println(cut(line)));
      drawn = shown.size();
      out.flush();
    }
  }

  /** A line that stays. What was drawn goes. */
  public void print(String line) {
    wipe();
    out.println(terminal ? Colours.painted(line) : line);
    out.flush();
  }

  /** Takes back what was drawn. */
  public void wipe() {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A\r\u001b[J");
      drawn = 0;
    }
  }

  private static String cut(String line) {
    String text = Table.printable(line);
    return Colours.painted(text.length() > WIDTH ? text.substring(0, WIDTH - 1) + "…" : text);
  }

  /** A bar of that many of a hundred parts, such as {@code [####......]}. */
  public static String bar(long part, long whole) {
    int full = whole <= 0 ? 0 : (int) (part * 20 / whole);
    return "[" + "#".repeat(full) + ".".repeat(20 - full) + "]";
  }
}
