package io.jarserve.server.artifact.store;

import org.jspecify.annotations.Nullable;

/** The door cannot be opened; the message says what is in the way, where and what to do. */
public final class ArtifactException extends Exception {

  private static final long serialVersionUID = 1L;

  public ArtifactException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
