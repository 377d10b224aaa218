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
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Reads the meters of all deployments that hold models, when Prometheus asks. */
final class ModelCollector implements MultiCollector {
  private static final double[] SECONDS = LatencyHistogram.boundsInSeconds();

  private final Collection<DeploymentMeter> meters;

  /**
   * @param meters a live view
   */
  ModelCollector(Collection<DeploymentMeter> meters) {
    this.meters = meters;
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        loads(),
        counter(
            "jarserve_multiplexed_model_load_failures",
            "Models that could not be loaded.",
            models -> models.failures),
        counter(
            "jarserve_multiplexed_model_unloads",
            "Models that left a replica.",
            models -> models.unloads),
        held());
  }

  private HistogramSnapshot loads() {
    var family =
        HistogramSnapshot.builder()
            .name("jarserve_multiplexed_model_load_latency_seconds")
            .help("Time that loading a model took.");
    forEach(
        (labels, models) ->
            family.dataPoint(
                HistogramDataPointSnapshot.builder()
                    .labels(labels)
                    .classicHistogramBuckets(
                        ClassicHistogramBuckets.of(SECONDS, models.loads.counts()))
                    .sum(models.loads.sumInSeconds())
                    .build()));
    return family.build();
  }

  private CounterSnapshot counter(String name, String help, Function<ModelMeter, LongAdder> of) {
    var family = CounterSnapshot.builder().name(name).help(help);
    forEach(
        (labels, models) ->
            family.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value((double) of.apply(models).sum())
                    .build()));
    return family.build();
  }

  private GaugeSnapshot held() {
    var family =
        GaugeSnapshot.builder()
            .name("jarserve_registered_multiplexed_model_id")
            .help("1 for each model that a replica holds or loads.");
    forEach(
        (labels, models) ->
            models.held.forEach(
                (replica, ids) ->
                    ids.get()
                        .forEach(id -> family.dataPoint(one(labels.add("replica", replica), id)))));
    return family.build();
  }

  private static GaugeDataPointSnapshot one(Labels labels, String modelId) {
    return GaugeDataPointSnapshot.builder()
        .labels(labels.add("model_id", modelId))
        .value(1)
        .build();
  }

  private void forEach(BiConsumer<Labels, ModelMeter> consumer) {
    for (DeploymentMeter meter : meters) {
      ModelMeter models = meter.modelsIfAny();
      if (models != null) {
        consumer.accept(
            Labels.of("application", meter.application, "deployment", meter.deployment), models);
      }
    }
  }
}
