package io.jarserve.server.concurrent;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What was thrown on another thread, to be thrown on this one. Stateless. */
public final class Causes {

  private Causes() {}

  /**
   * What the work threw.
   *
   * @throws Error when it threw one
   */
  public static Exception of(ExecutionException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof Exception exception ? exception : new CompletionException(cause);
  }
}
