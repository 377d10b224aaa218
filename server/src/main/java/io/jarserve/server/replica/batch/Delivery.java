package io.jarserve.server.replica.batch;

import io.jarserve.api.BatchResult;
import java.util.concurrent.CompletableFuture;

/** How what a batch function returned for an element reaches whoever submitted it. */
@FunctionalInterface
interface Delivery<R, B> {

  void deliver(CompletableFuture<B> to, R result);

  /** The function says of each element whether it failed. */
  static <B> void perElement(CompletableFuture<B> to, BatchResult<B> result) {
    if (result instanceof BatchResult.Failed<B> failed) {
      to.completeExceptionally(failed.cause());
    } else {
      to.complete(((BatchResult.Done<B>) result).value());
    }
  }
}
