package io.jarserve.server.replica.batch;

import io.jarserve.server.replica.request.CurrentCall;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One element, and the promise of its result. */
final class Element<A, B> extends CompletableFuture<B> {

  private final A value;
  private final long arrived;
  private final @Nullable CurrentCall call;

  /**
   * @param arrived in the time of {@link Gatherer#now}
   * @param call in which it was submitted; null when that is not known
   */
  Element(A value, long arrived, @Nullable CurrentCall call) {
    this.value = value;
    this.arrived = arrived;
    this.call = call;
  }

  A value() {
    return value;
  }

  long arrived() {
    return arrived;
  }

  /** Whether somebody still waits for it; it is cancelled when nobody does. */
  boolean isWanted(long now) {
    if (!isDone() && call != null && call.isOver(now)) {
      cancel(false);
    }
    return !isDone();
  }
}
