package io.jarserve.server.config;

import java.util.Objects;

/** A setting that the server cannot start with; the message names it, its place and the remedy. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message complete for people
   */
  public ConfigException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
