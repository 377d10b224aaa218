package io.jarserve.benchmarks.load;

import java.util.List;
import java.util.Locale;

/** Durations in milliseconds, as the tables of the documentation want them. */
record Figures(List<Double> sorted) {
  Figures {
    sorted = sorted.stream().sorted().toList();
  }

  /** The smallest value that so many percent of all do not exceed. */
  double percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(rank, 1) - 1);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "n=%d p50=%.0f ms p95=%.0f ms max=%.0f ms",
        sorted.size(),
        percentile(50),
        percentile(95),
        percentile(100));
  }
}
