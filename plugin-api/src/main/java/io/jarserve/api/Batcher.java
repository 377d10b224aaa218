package io.jarserve.api;

import java.util.concurrent.CompletableFuture;

/**
 * Gathers elements of many requests, and lets one function work on many at once. Made by {@link
 * ReplicaContext#batcher}; lives as long as its replica. Safe for use by many threads.
 *
 * <p>A batch runs when it is full, or when its first element has waited for {@code
 * batchWaitTimeout}. An element that nobody waits for any more is dropped before its batch is made:
 * when its future was cancelled or completed, or the request in which it was submitted has passed
 * its deadline or lost its client.
 *
 * @param <A> an element
 * @param <B> the result of an element
 * @since 0.1
 */
public interface Batcher<A, B> {

  /**
   * Adds an element and returns at once.
   *
   * @return completes with the result, or with what the batch function threw; with a {@link
   *     RequestException} of status 429 when {@link BatchOptions#maxQueuedElements} wait already;
   *     with an {@link IllegalStateException} when the function returned a wrong number of results.
   *     It completes on the thread of the batch: what hangs on it should be short, or else go to
   *     {@link ReplicaContext#executor}.
   */
  CompletableFuture<B> submit(A element);

  /**
   * Adds an element and waits for its result. Not for non-blocking deployments.
   *
   * @throws InterruptedException when the request was ended meanwhile; the element is dropped
   * @throws Exception what the future of {@link #submit} completes with
   */
  B call(A element) throws Exception;

  /** What holds now. */
  BatchOptions options();

  /** What holds from the next batch on; for {@link Deployment#reconfigure}, say. */
  void options(BatchOptions options);
}
