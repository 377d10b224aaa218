package io.jarserve.server.metrics;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What is counted of the response cache of one deployment. Any thread. */
public final class CacheMeter {
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder collapsed = new LongAdder();
  final LongAdder evictions = new LongAdder();
  volatile LongSupplier bytes = () -> 0;

  CacheMeter() {}

  /** A request was answered from what is kept. */
  public void hit() {
    hits.increment();
  }

  /** No answer was kept for a request that might have had one. */
  public void miss() {
    misses.increment();
  }

  /** A request that waited got the answer of another one. */
  public void collapsed() {
    collapsed.increment();
  }

  /** An answer had to make room. */
  public void evicted() {
    evictions.increment();
  }

  /** Where to read, at each scrape, how many bytes are kept. */
  public void watch(LongSupplier keptBytes) {
    bytes = keptBytes;
  }
}
