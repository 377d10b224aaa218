package io.jarserve.server.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Reads the meters of all deployments that keep answers, when Prometheus asks. */
final class CacheCollector implements MultiCollector {
  private final Collection<DeploymentMeter> meters;

  /**
   * @param meters a live view
   */
  CacheCollector(Collection<DeploymentMeter> meters) {
    this.meters = meters;
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        counter(
            "jarserve_response_cache_hits",
            "Requests that got a kept answer.",
            cache -> cache.hits),
        counter(
            "jarserve_response_cache_misses",
            "Requests that might have had a kept answer and went to a replica.",
            cache -> cache.misses),
        counter(
            "jarserve_response_cache_collapsed",
            "Requests that waited for the answer of another one and got it.",
            cache -> cache.collapsed),
        counter(
            "jarserve_response_cache_evictions",
            "Kept answers that had to make room.",
            cache -> cache.evictions),
        bytes());
  }

  private CounterSnapshot counter(String name, String help, Function<CacheMeter, LongAdder> of) {
    var family = CounterSnapshot.builder().name(name).help(help);
    forEach(
        (labels, cache) ->
            family.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value((double) of.apply(cache).sum())
                    .build()));
    return family.build();
  }

  private GaugeSnapshot bytes() {
    var family =
        GaugeSnapshot.builder()
            .name("jarserve_response_cache_bytes")
            .help("Bytes of the answers that are kept.");
    forEach(
        (labels, cache) ->
            family.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(labels)
                    .value((double) cache.bytes.getAsLong())
                    .build()));
    return family.build();
  }

  private void forEach(BiConsumer<Labels, CacheMeter> consumer) {
    for (DeploymentMeter meter : meters) {
      CacheMeter cache = meter.cacheIfAny();
      if (cache != null) {
        consumer.accept(
            Labels.of("application", meter.application, "deployment", meter.deployment), cache);
      }
    }
  }
}
