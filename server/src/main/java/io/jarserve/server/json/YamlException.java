package io.jarserve.server.json;

import java.util.Objects;

/** YAML that cannot be used. The message names the source and the line. */
public final class YamlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String source;
  private final int line;

  /**
   * @param source the file, or what else the text came from
   * @param line counted from 1; 0 when the text as a whole is meant
   * @param message what is wrong and what to do
   */
  public YamlException(String source, int line, String message) {
    super(source + (line > 0 ? ", line " + line : "") + ": " + message);
    this.source = source;
    this.line = line;
  }

  /** The file, or what else the text came from. */
  public String source() {
    return source;
  }

  /** Counted from 1; 0 when the text as a whole is meant. */
  public int line() {
    return line;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
