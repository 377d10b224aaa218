package io.jarserve.server.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests of a deployment, as counted up to some moment. The difference of two is what happened
 * between.
 *
 * @param failed of the requests with a status from 500 to 599
 * @param seconds that all of them took together
 * @param buckets of {@link LatencyHistogram}
 */
public record TrafficCounts(long failed, double seconds, List<Long> buckets) {

  public static final TrafficCounts NONE = new TrafficCounts(0, 0, List.of());

  private static final double[] BOUNDS = LatencyHistogram.boundsInSeconds();
  private static final double LONGEST = 86_400;

  public TrafficCounts {
    buckets = List.copyOf(buckets);
  }

  public long requests() {
    return buckets.stream().mapToLong(Long::longValue).sum();
  }

  /** What was counted after that. */
  public TrafficCounts since(TrafficCounts earlier) {
    List<Long> difference = new ArrayList<>();
    for (int i = 0; i < buckets.size(); i++) {
      difference.add(buckets.get(i) - (i < earlier.buckets.size() ? earlier.buckets.get(i) : 0));
    }
    return new TrafficCounts(failed - earlier.failed, seconds - earlier.seconds, difference);
  }

  /** The bound of the bucket, in seconds, that the median lies in; 0 without requests. */
  public double medianBound() {
    long half = (requests() + 1) / 2;
    long seen = 0;
    for (int i = 0; i < buckets.size() && half > 0; i++) {
      seen += buckets.get(i);
      if (seen >= half) {
        return Math.min(BOUNDS[i], LONGEST);
      }
    }
    return 0;
  }
}
