package io.jarserve.server.json;

/**
 * Where something stands in a text.
 *
 * @param line counted from 1; 0 when the text as a whole is meant
 * @param column counted from 1; 0 when the line as a whole is meant
 */
public record Place(int line, int column) {

  /** The text as a whole. */
  static final Place WHOLE = new Place(0, 0);

  /** Its beginning. */
  static final Place START = new Place(1, 1);

  /** With the name of the text, for people: {@code x.yaml, line 3, column 5}. */
  public String in(String source) {
    if (line == 0) {
      return source;
    }
    return source + ", line " + line + (column == 0 ? "" : ", column " + column);
  }
}
