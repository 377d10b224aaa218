package io.jarserve.server.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Reads the meters of all deployments that make batches, when Prometheus asks. */
final class BatchCollector implements MultiCollector {
  private static final double[] SECONDS = LatencyHistogram.boundsInSeconds();
  private static final double[] SIZES = SizeHistogram.bounds();

  private final Collection<DeploymentMeter> meters;

  /**
   * @param meters a live view
   */
  BatchCollector(Collection<DeploymentMeter> meters) {
    this.meters = meters;
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        times(
            "jarserve_batch_wait_time_seconds",
            "Time from the submission of an element to the start of its batch.",
            batches -> batches.waits),
        times(
            "jarserve_batch_execution_time_seconds",
            "Time that a batch function worked on a batch.",
            batches -> batches.executions),
        sizes(),
        waiting(),
        dropped());
  }

  private HistogramSnapshot times(
      String name, String help, Function<BatchMeter, LatencyHistogram> of) {
    var family = HistogramSnapshot.builder().name(name).help(help);
    forEach(
        (labels, batches) -> {
          LatencyHistogram times = of.apply(batches);
          family.dataPoint(histogram(labels, SECONDS, times.counts(), times.sumInSeconds()));
        });
    return family.build();
  }

  private HistogramSnapshot sizes() {
    var family =
        HistogramSnapshot.builder()
            .name("jarserve_actual_batch_size")
            .help("Elements that a batch had.");
    forEach(
        (labels, batches) ->
            family.dataPoint(
                histogram(labels, SIZES, batches.sizes.counts(), batches.sizes.sum())));
    return family.build();
  }

  private GaugeSnapshot waiting() {
    var family =
        GaugeSnapshot.builder()
            .name("jarserve_batch_queue_length")
            .help("Elements that wait for their batch.");
    forEach(
        (labels, batches) ->
            family.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(labels)
                    .value((double) batches.waiting.sum())
                    .build()));
    return family.build();
  }

  private CounterSnapshot dropped() {
    var family =
        CounterSnapshot.builder()
            .name("jarserve_batch_elements_dropped")
            .help("Elements that nobody waited for any more when their batch was made.");
    forEach(
        (labels, batches) ->
            family.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value((double) batches.drops.sum())
                    .build()));
    return family.build();
  }

  private void forEach(BiConsumer<Labels, BatchMeter> consumer) {
    for (DeploymentMeter meter : meters) {
      BatchMeter batches = meter.batchesIfAny();
      if (batches != null) {
        consumer.accept(
            Labels.of("application", meter.application, "deployment", meter.deployment), batches);
      }
    }
  }

  private static HistogramDataPointSnapshot histogram(
      Labels labels, double[] bounds, long[] counts, double sum) {
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
        .sum(sum)
        .build();
  }
}
