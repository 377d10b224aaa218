package io.jarserve.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * How long requests took, in fixed buckets. The buckets are few and the same for everybody, so that
 * recording is a short scan and two additions, and histograms of several deployments add up. Any
 * thread may record; a reader may see a request in one number and not yet in the other.
 */
final class LatencyHistogram {
  private static final long MICROSECOND = 1_000;
  private static final long MILLISECOND = 1_000 * MICROSECOND;
  private static final long SECOND = 1_000 * MILLISECOND;

  private static final long[] BOUNDS = {
    500 * MICROSECOND,
    MILLISECOND,
    2 * MILLISECOND,
    5 * MILLISECOND,
    10 * MILLISECOND,
    20 * MILLISECOND,
    50 * MILLISECOND,
    100 * MILLISECOND,
    200 * MILLISECOND,
    500 * MILLISECOND,
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    60 * SECOND,
    Long.MAX_VALUE
  };

  private final LongAdder[] buckets = new LongAdder[BOUNDS.length];
  private final LongAdder sum = new LongAdder();

  LatencyHistogram() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  void record(long nanos) {
    int bucket = 0;
    while (nanos > BOUNDS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    sum.add(nanos);
  }

  /** The upper bounds in seconds; the last one is infinite. */
  static double[] boundsInSeconds() {
    double[] seconds = new double[BOUNDS.length];
    for (int i = 0; i < BOUNDS.length - 1; i++) {
      seconds[i] = (double) BOUNDS[i] / SECOND;
    }
    seconds[BOUNDS.length - 1] = Double.POSITIVE_INFINITY;
    return seconds;
  }

  /** How many requests fell into each bucket, not cumulated. */
  long[] counts() {
    long[] counts = new long[buckets.length];
    for (int i = 0; i < buckets.length; i++) {
      counts[i] = buckets[i].sum();
    }
    return counts;
  }

  double sumInSeconds() {
    return (double) sum.sum() / SECOND;
  }
}
