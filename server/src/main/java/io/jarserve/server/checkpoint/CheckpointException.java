package io.jarserve.server.checkpoint;

import org.jspecify.annotations.Nullable;

/** A checkpoint cannot be read or written; the message says which, why and what to do. */
public final class CheckpointException extends Exception {

  private static final long serialVersionUID = 1L;

  public CheckpointException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
