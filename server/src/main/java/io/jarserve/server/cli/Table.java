package io.jarserve.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Columns of text, each as wide as its widest cell. Not for use by many threads. */
public final class Table {

  private static final String GAP = "  ";
  private static final Pattern CONTROLS = Pattern.compile("\\s*\\p{Cntrl}+\\s*");
  private static final char DELETE = 127;

  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row. */
  public void row(String... cells) {
    rows.add(List.of(cells).stream().map(Table::printable).toList());
  }

  /** The rows, one a line, without blanks at the ends. */
  public List<String> lines() {
    int[] widths = widths();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private int[] widths() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  /** On one line and without what a terminal would obey: some of it was written by plugins. */
  static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) == DELETE) {
        return CONTROLS.matcher(text).replaceAll(" ").stripTrailing();
      }
    }
    return text.stripTrailing();
  }
}
