package io.jarserve.server.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * What the standard output of this process can show. What it is is found out once; how large it is
 * whenever somebody asks, for people pull at windows. Any thread.
 */
public final class Terminal {

  /**
   * How much fits.
   *
   * @param columns letters in a line
   */
  record Size(int columns, int rows) {

    /** That of the terminals that all others imitate. */
    static final Size USUAL = new Size(80, 24);

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})\\s*");

    /** From {@code 24 80}; empty when it is something else, such as the size of no window. */
    static Optional<Size> parse(String rowsAndColumns) {
      Matcher size = FORM.matcher(rowsAndColumns);
      return size.matches()
          ? Optional.of(new Size(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1))))
          : Optional.empty();
    }
  }

  private static final long PATIENCE_MILLIS = 1000;

  private Terminal() {}

  /** Whether words may be written in colours. */
  public static boolean hasColours() {
    return Found.COLOURS;
  }

  /** Whether lines may be written over others: where people look on, and see colours. */
  static boolean canRedraw() {
    return Found.COLOURS && Found.TERMINAL;
  }

  /**
   * Whether colours do good.
   *
   * @param possible by all that picocli knows, NO_COLOR and CLICOLOR_FORCE among it
   */
  static boolean hasColours(boolean possible, Map<String, String> environment) {
    return possible && !"dumb".equals(environment.get("TERM"));
  }

  /** Asked only by the commands that draw. */
  private static final class Found {
    static final boolean COLOURS = hasColours(Ansi.AUTO.enabled(), System.getenv());
    static final boolean TERMINAL = isTerminal(System.console());
  }

  /** From Java 22 on there is a console where there is no terminal. */
  private static boolean isTerminal(@Nullable Console console) {
    try {
      return console != null
          && Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException before22) {
      return true;
    } catch (ReflectiveOperationException closed) {
      return false;
    }
  }

  /** The size of the window, or what everybody has at least. */
  static Size size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(Redirect.DISCARD)
              .start();
      if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return Size.USUAL;
      }
      return Size.parse(new String(stty.getInputStream().readAllBytes(), US_ASCII))
          .orElse(Size.USUAL);
    } catch (IOException unknown) {
      return Size.USUAL;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Size.USUAL;
    }
  }
}
