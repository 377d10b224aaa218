package io.jarserve.server.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How many answers had which HTTP status. A status gets its counter when it first occurs, so that a
 * deployment which only ever answers 200 costs one. What is not an HTTP status is counted as {@code
 * other}, which bounds the number of series whatever a deployment answers.
 */
final class StatusCounts {
  private static final int LOWEST = 100;
  private static final int OTHER = 500;

  private final AtomicReferenceArray<@Nullable LongAdder> counts =
      new AtomicReferenceArray<>(OTHER + 1);

  StatusCounts() {
    counter(200 - LOWEST);
  }

  void increment(int status) {
    int slot = slot(status);
    LongAdder count = counts.getAcquire(slot);
    (count != null ? count : counter(slot)).increment();
  }

  /** Hands over every status that occurred, and 200, with its count. */
  void forEach(ObjLongConsumer<String> consumer) {
    for (int slot = 0; slot <= OTHER; slot++) {
      LongAdder count = counts.getAcquire(slot);
      if (count != null) {
        consumer.accept(name(slot), count.sum());
      }
    }
  }

  /** How many answers told of an error of the server's. */
  long failures() {
    long failures = 0;
    for (int slot = 500 - LOWEST; slot < 600 - LOWEST; slot++) {
      LongAdder count = counts.getAcquire(slot);
      failures += count == null ? 0 : count.sum();
    }
    return failures;
  }

  private LongAdder counter(int slot) {
    LongAdder fresh = new LongAdder();
    LongAdder earlier = counts.compareAndExchange(slot, null, fresh);
    return earlier != null ? earlier : fresh;
  }

  private static int slot(int status) {
    int slot = status - LOWEST;
    return slot >= 0 && slot < OTHER ? slot : OTHER;
  }

  private static String name(int slot) {
    return slot == OTHER ? "other" : Integer.toString(slot + LOWEST);
  }
}
