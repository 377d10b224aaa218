package io.jarserve.server.json;

import java.util.Objects;

/** YAML that cannot be used. The message names the source, the line and the column. */
public final class YamlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String source;
  private final Place place;

  /**
   * @param source the file, or what else the text came from
   * @param message what is wrong and what to do
   */
  YamlException(String source, Place place, String message) {
    super(place.in(source) + ": " + message);
    this.source = source;
    this.place = place;
  }

  /** The file, or what else the text came from. */
  public String source() {
    return source;
  }

  /** Counted from 1; 0 when the text as a whole is meant. */
  public int line() {
    return place.line();
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
