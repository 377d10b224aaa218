package io.jarserve.server.replica.batch;

import io.jarserve.api.BatchOptions;
import io.jarserve.server.metrics.BatchMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Takes the next batch out of the line, and waits until it is worth it. One thread at a time. */
final class Gatherer<A, B> {

  private static final int MOST_AT_FIRST = 256;

  private final Line<Element<A, B>> line;
  private final BatchMeter meter;
  private final BooleanSupplier ended;
  private final AtomicLong ahead = new AtomicLong();

  /**
   * @param ended whether there is nothing to wait for any more
   */
  Gatherer(Line<Element<A, B>> line, BatchMeter meter, BooleanSupplier ended) {
    this.line = line;
    this.meter = meter;
    this.ended = ended;
  }

  /** The time that it waits by: the system's, and what a test moved it forward. */
  long now() {
    return System.nanoTime() + ahead.get();
  }

  /** Time was moved by hand: looks whether a batch is due. */
  void hasten(long nanos) {
    ahead.addAndGet(nanos);
    line.wake();
  }

  /** The next batch; empty when nobody waits. */
  List<Element<A, B>> gather(BatchOptions options) {
    int size = options.maxBatchSize();
    long timeout = options.batchWaitTimeout().toNanos();
    List<Element<A, B>> batch = new ArrayList<>(Math.min(size, MOST_AT_FIRST));
    do {
      fill(batch, size);
    } while (!batch.isEmpty() && batch.size() < size && waited(batch, size, timeout));
    return batch;
  }

  /** Takes what is there, without those that nobody wants any more. */
  private void fill(List<Element<A, B>> batch, int size) {
    long now = System.nanoTime();
    batch.removeIf(element -> isDropped(element, now));
    Element<A, B> next = batch.size() < size ? line.poll() : null;
    while (next != null) {
      meter.waiting(-1);
      if (!isDropped(next, now)) {
        batch.add(next);
      }
      next = batch.size() < size ? line.poll() : null;
    }
  }

  private boolean isDropped(@Nullable Element<A, B> element, long now) {
    boolean dropped = element != null && !element.isWanted(now);
    if (dropped) {
      meter.dropped();
    }
    return dropped;
  }

  /** Whether it waited for more; not when the time of the first is up. */
  private boolean waited(List<Element<A, B>> batch, int size, long timeout) {
    long left = batch.get(0).arrived() + timeout - now();
    if (left <= 0 || ended.getAsBoolean() || Thread.interrupted()) {
      return false;
    }
    line.await(size - batch.size(), left);
    return true;
  }
}
