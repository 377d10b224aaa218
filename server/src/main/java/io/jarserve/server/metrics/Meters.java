package io.jarserve.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Everything that an instance counts. Any thread may call; nothing survives the process. What
 * belongs to one deployment is in its {@link DeploymentMeter}, fetched once and kept by those who
 * count; what belongs to the instance is here.
 */
public final class Meters implements AutoCloseable {
  /** The content type of {@link #scrape}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** How long gauges of authors are waited for. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Map<Key, DeploymentMeter> deployments = new ConcurrentHashMap<>();
  private final DeploymentMeter unrouted = deployment("", "");
  private final Counter updates;
  private final Counter updateFailures;
  private final Counter rollbacks;
  private final Counter bakes;
  private final Counter bakesPassed;
  private final Counter rejectedFiles;
  private final Counter checkpointSaves;
  private final Counter checkpointFailures;
  private final Timer controllerLoop;
  private volatile LongSupplier lostLogLines = () -> 0;

  private record Key(String application, String deployment) {}

  public Meters() {
    updates = counter("jarserve.updates", "Rollouts of a version that began.");
    updateFailures = counter("jarserve.update.failures", "Rollouts that were given up.");
    rollbacks = counter("jarserve.rollbacks", "Returns to a version that served before.");
    bakes = counter("jarserve.bakes", "Versions that were watched after they had taken over.");
    bakesPassed = counter("jarserve.bakes.passed", "Versions that were good enough to stay.");
    rejectedFiles = counter("jarserve.rejected.files", "Files that nothing could be made of.");
    checkpointSaves = counter("jarserve.checkpoint.saves", "Wanted states that were saved.");
    checkpointFailures =
        counter("jarserve.checkpoint.save.failures", "Wanted states that could not be saved.");
    controllerLoop =
        Timer.builder("jarserve.controller.control.loop.duration")
            .description("Time from taking up an event to publishing what follows from it.")
            .register(registry);
    FunctionCounter.builder(
            "jarserve.log.lines.lost", this, meters -> meters.lostLogLines.getAsLong())
        .description("Log lines that neither the queue nor the disk had a place for.")
        .register(registry);
    registry.getPrometheusRegistry().register(new DeploymentCollector(deployments.values()));
    registry.getPrometheusRegistry().register(new BatchCollector(deployments.values()));
    registry.getPrometheusRegistry().register(new ModelCollector(deployments.values()));
    registry.getPrometheusRegistry().register(new CacheCollector(deployments.values()));
    bindJvm();
  }

  /** The meter of a deployment; the same one until it is removed. */
  public DeploymentMeter deployment(String application, String deployment) {
    return deployments.computeIfAbsent(
        new Key(application, deployment),
        key -> new DeploymentMeter(key.application, key.deployment));
  }

  /** What was counted of a deployment so far; nothing when nobody counts. */
  public TrafficCounts traffic(String application, String deployment) {
    DeploymentMeter meter = deployments.get(new Key(application, deployment));
    return meter == null ? TrafficCounts.NONE : meter.traffic();
  }

  /** The meter of requests that no deployment was found for; its names are empty. */
  public DeploymentMeter unrouted() {
    return unrouted;
  }

  /** Forgets a deployment: its series are gone from the next scrape on. */
  public void remove(String application, String deployment) {
    deployments.remove(new Key(application, deployment));
  }

  /** The rollout of a version began. */
  public void updateStarted() {
    updates.increment();
  }

  /** A rollout was given up; what served before serves on. */
  public void updateFailed() {
    updateFailures.increment();
  }

  /** An application returned to a version that served before. */
  public void rolledBack() {
    rollbacks.increment();
  }

  /** A version has taken over and is watched. */
  public void bakeStarted() {
    bakes.increment();
  }

  /** A version that was watched may stay. */
  public void bakePassed() {
    bakesPassed.increment();
  }

  /** A file of the deploy directory was refused. */
  public void fileRejected() {
    rejectedFiles.increment();
  }

  /** The wanted state was saved. */
  public void checkpointSaved() {
    checkpointSaves.increment();
  }

  /** The wanted state could not be saved. */
  public void checkpointFailed() {
    checkpointFailures.increment();
  }

  /** One round of the controller took so long. */
  public void controllerLoop(long nanos) {
    controllerLoop.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Where to read, at each scrape, how many closed class loaders are not collected yet. */
  public void watchPendingUnload(IntSupplier count) {
    Gauge.builder("jarserve.pending.unload", count::getAsInt)
        .description("Closed class loaders that something still holds.")
        .strongReference(true)
        .register(registry);
  }

  /** Where to read, at each scrape, how many log lines there was no place for. */
  public void watchLostLogLines(LongSupplier count) {
    lostLogLines = count;
  }

  /**
   * Everything, in the text format of Prometheus. Waits for gauges of authors, a second at most.
   */
  public String scrape() {
    String own = registry.scrape(CONTENT_TYPE);
    List<AuthorMeters> authors =
        deployments.values().stream().flatMap(meter -> meter.authors.stream()).toList();
    return authors.isEmpty() ? own : withThose(own, authors);
  }

  private static String withThose(String own, List<AuthorMeters> authors) {
    authors.forEach(AuthorMeters::read);
    long end = System.nanoTime() + PATIENCE_NANOS;
    Families families = new Families();
    families.add(own);
    authors.forEach(author -> families.add(author.text(end)));
    return families.text();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private void bindJvm() {
    Stream.<MeterBinder>of(
            gc,
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ClassLoaderMetrics(),
            new FileDescriptorMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics())
        .forEach(binder -> binder.bindTo(registry));
  }
}
