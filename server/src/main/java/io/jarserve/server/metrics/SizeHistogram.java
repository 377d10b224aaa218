package io.jarserve.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How large things were, in buckets by powers of two. Any thread may record. */
final class SizeHistogram {
  private static final int BUCKETS = 12;

  private final LongAdder[] buckets = new LongAdder[BUCKETS];
  private final LongAdder sum = new LongAdder();

  SizeHistogram() {
    for (int i = 0; i < BUCKETS; i++) {
      buckets[i] = new LongAdder();
    }
  }

  /**
   * @param size at least 1
   */
  void record(int size) {
    int bucket = Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
    buckets[Math.min(bucket, BUCKETS - 1)].increment();
    sum.add(size);
  }

  /** The upper bounds: 1, 2, 4 and so on; the last one is infinite. */
  static double[] bounds() {
    double[] bounds = new double[BUCKETS];
    for (int i = 0; i < BUCKETS - 1; i++) {
      bounds[i] = 1 << i;
    }
    bounds[BUCKETS - 1] = Double.POSITIVE_INFINITY;
    return bounds;
  }

  /** How many fell into each bucket, not cumulated. */
  long[] counts() {
    long[] counts = new long[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] = buckets[i].sum();
    }
    return counts;
  }

  double sum() {
    return (double) sum.sum();
  }
}
