package io.jarserve.server.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person sees after a program has written to a terminal: it wraps, scrolls, and obeys those
 * sequences that Jarserve writes. Any other is an error of the test. Not for use by many threads.
 */
public final class TinyTerminal {

  private static final Pattern PIECE =
      Pattern.compile("\u001b\\[(\\d*)(?:;\\d+)*([A-Za-z])|\r|\n|[^\u001b\r\n]");

  private final int columns;
  private final int rows;
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;

  /** One without anything on it. */
  public TinyTerminal(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** What it shows after that was written to it, and what has scrolled out of it; no blanks. */
  public List<String> shows(String written) {
    Matcher piece = PIECE.matcher(written);
    int end = 0;
    while (piece.find()) {
      if (piece.start() != end) {
        throw new AssertionError("a terminal would not understand '" + written.substring(end));
      }
      end = piece.end();
      obey(piece);
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  private void obey(Matcher piece) {
    if (piece.group(2) != null) {
      sequence(piece.group(2).charAt(0), piece.group(1));
    } else if (piece.group().equals("\r")) {
      column = 0;
    } else if (piece.group().equals("\n")) {
      down();
    } else {
      letter(piece.group().charAt(0));
    }
  }

  private void sequence(char what, String number) {
    switch (what) {
      case 'A' -> row = Math.max(top(), row - Integer.parseInt(number));
      case 'H' -> {
        row = top();
        column = 0;
      }
      case 'J' -> {
        line().setLength(column);
        lines.subList(row + 1, lines.size()).forEach(line -> line.setLength(0));
      }
      case 'K' -> line().setLength(column);
      case 'm' -> {} // a colour
      default -> throw new AssertionError("a terminal would not understand '" + what + "'");
    }
  }

  private void letter(char letter) {
    if (column == columns) {
      down();
      column = 0;
    }
    line().setCharAt(column++, letter);
  }

  /** Where one cannot get above any more. */
  private int top() {
    return Math.max(0, lines.size() - rows);
  }

  private void down() {
    row++;
    if (row == lines.size()) {
      lines.add(new StringBuilder());
    }
  }

  private StringBuilder line() {
    StringBuilder line = lines.get(row);
    line.append(" ".repeat(Math.max(0, columns - line.length())));
    return line;
  }
}
