package io.jarserve.server.node;

import org.jspecify.annotations.Nullable;

/**
 * The server cannot start; the message is complete for people: what, which, the value, the remedy.
 */
public final class StartException extends Exception {

  private static final long serialVersionUID = 1L;

  StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
