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
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Reads the meters of all deployments when Prometheus asks, so that counting costs nothing but
 * counting, and a deployment that is gone leaves no series behind.
 */
final class DeploymentCollector implements MultiCollector {
  private static final double[] BOUNDS = LatencyHistogram.boundsInSeconds();

  private final Collection<DeploymentMeter> meters;

  /**
   * @param meters a live view
   */
  DeploymentCollector(Collection<DeploymentMeter> meters) {
    this.meters = meters;
  }

  @Override
  public MetricSnapshots collect() {
    return new MetricSnapshots(Stream.concat(requests(), lives()).toList());
  }

  /** How requests and calls fare. */
  private Stream<MetricSnapshot> requests() {
    return Stream.of(
        statuses(
            "jarserve_num_http_requests",
            "HTTP requests by the status of their answer.",
            meter -> meter.statuses),
        latency(
            "jarserve_http_request_latency_seconds",
            "Time from the arrival of a request to the end of its answer.",
            meter -> meter.latency),
        statuses(
            "jarserve_num_handle_calls",
            "Calls of other deployments by the status that they would have over HTTP.",
            meter -> meter.handleCalls),
        latency(
            "jarserve_handle_call_latency_seconds",
            "Time from the slot that a call of another deployment got to its answer.",
            meter -> meter.handleLatency),
        gauge(
            "jarserve_num_ongoing_requests_at_replicas",
            "Requests that replicas are working on.",
            meter -> meter.ongoing.getAsInt()),
        gauge(
            "jarserve_deployment_queued_queries",
            "Requests that wait for a replica to be free.",
            meter -> meter.queued.getAsInt()));
  }

  /** How replicas fare. */
  private Stream<MetricSnapshot> lives() {
    return Stream.of(
        replicas(),
        counter(
            "jarserve_deployment_replica_starts",
            "Replicas that came up.",
            meter -> meter.starts.sum()),
        counter(
            "jarserve_deployment_replica_start_failures",
            "Replicas that did not come up.",
            meter -> meter.startFailures.sum()),
        counter(
            "jarserve_health_check_failures",
            "Health checks that failed or took too long.",
            meter -> meter.healthCheckFailures.sum()),
        counter(
            "jarserve_abandoned_calls",
            "Calls into a plugin that were given up on.",
            meter -> meter.abandonedCalls.sum()));
  }

  private CounterSnapshot statuses(
      String name, String help, Function<DeploymentMeter, StatusCounts> of) {
    var family = CounterSnapshot.builder().name(name).help(help);
    for (DeploymentMeter meter : meters) {
      Labels labels = labels(meter);
      of.apply(meter)
          .forEach(
              (status, count) ->
                  family.dataPoint(count(labels.add("status_code", status), (double) count)));
    }
    return family.build();
  }

  private HistogramSnapshot latency(
      String name, String help, Function<DeploymentMeter, LatencyHistogram> of) {
    var family = HistogramSnapshot.builder().name(name).help(help);
    for (DeploymentMeter meter : meters) {
      LatencyHistogram latency = of.apply(meter);
      family.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(labels(meter))
              .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, latency.counts()))
              .sum(latency.sumInSeconds())
              .build());
    }
    return family.build();
  }

  private GaugeSnapshot replicas() {
    var family =
        GaugeSnapshot.builder().name("jarserve_deployment_replicas").help("Replicas by state.");
    for (DeploymentMeter meter : meters) {
      Labels labels = labels(meter);
      meter.replicas.forEach(
          (state, count) -> family.dataPoint(level(labels.add("state", state), count)));
    }
    return family.build();
  }

  private CounterSnapshot counter(String name, String help, ToDoubleFunction<DeploymentMeter> of) {
    var family = CounterSnapshot.builder().name(name).help(help);
    meters.forEach(meter -> family.dataPoint(count(labels(meter), of.applyAsDouble(meter))));
    return family.build();
  }

  private GaugeSnapshot gauge(String name, String help, ToDoubleFunction<DeploymentMeter> of) {
    var family = GaugeSnapshot.builder().name(name).help(help);
    meters.forEach(meter -> family.dataPoint(level(labels(meter), of.applyAsDouble(meter))));
    return family.build();
  }

  private static Labels labels(DeploymentMeter meter) {
    return Labels.of("application", meter.application, "deployment", meter.deployment);
  }

  private static CounterDataPointSnapshot count(Labels labels, double value) {
    return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static GaugeDataPointSnapshot level(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
