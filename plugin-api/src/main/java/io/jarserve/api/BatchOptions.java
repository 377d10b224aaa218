package io.jarserve.api;

import java.time.Duration;

/**
 * How a {@link Batcher} makes batches. Immutable: {@code with…} gives a copy.
 *
 * @param maxBatchSize how many elements a batch has at most; at least 1
 * @param batchWaitTimeout how long an element waits at most for its batch to become full; zero
 *     takes what is there. When all batches that may run at once are running it may wait longer.
 * @param maxConcurrentBatches how many batches may run at once, in one replica; at least 1
 * @param maxQueuedElements how many elements may wait for their batch, in one replica; at least 1
 * @since 0.1
 */
public record BatchOptions(
    int maxBatchSize, Duration batchWaitTimeout, int maxConcurrentBatches, int maxQueuedElements) {

  private static final BatchOptions DEFAULTS =
      new BatchOptions(10, Duration.ofMillis(10), 1, 1_000);

  /**
   * @throws IllegalArgumentException when a value is out of range; the message names it
   */
  public BatchOptions {
    atLeastOne("maxBatchSize", maxBatchSize);
    atLeastOne("maxConcurrentBatches", maxConcurrentBatches);
    atLeastOne("maxQueuedElements", maxQueuedElements);
    if (batchWaitTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "batchWaitTimeout must not be negative but is " + batchWaitTimeout);
    }
  }

  /** 10 elements, 10 milliseconds, 1 batch at once, 1,000 elements waiting. */
  public static BatchOptions defaults() {
    return DEFAULTS;
  }

  /**
   * These with batches of at most so many elements; 1 at least.
   *
   * @throws IllegalArgumentException when it is out of range
   */
  public BatchOptions withMaxBatchSize(int size) {
    return new BatchOptions(size, batchWaitTimeout, maxConcurrentBatches, maxQueuedElements);
  }

  /**
   * These with so long a wait of an element for company; {@link Duration#ZERO} for none.
   *
   * @throws IllegalArgumentException when it is out of range
   */
  public BatchOptions withBatchWaitTimeout(Duration timeout) {
    return new BatchOptions(maxBatchSize, timeout, maxConcurrentBatches, maxQueuedElements);
  }

  /**
   * These with at most so many batches at once in one replica; 1 at least.
   *
   * @throws IllegalArgumentException when it is out of range
   */
  public BatchOptions withMaxConcurrentBatches(int count) {
    return new BatchOptions(maxBatchSize, batchWaitTimeout, count, maxQueuedElements);
  }

  /**
   * These with at most so many elements that wait in one replica; 1 at least.
   *
   * @throws IllegalArgumentException when it is out of range
   */
  public BatchOptions withMaxQueuedElements(int count) {
    return new BatchOptions(maxBatchSize, batchWaitTimeout, maxConcurrentBatches, count);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 but is " + value);
    }
  }
}
