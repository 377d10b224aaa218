package io.jarserve.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one deployment. Fetch it once and keep it: {@link #request} is on the way of
 * every request and does nothing but add to prefetched counters. After the deployment was removed
 * from the {@link Meters} its meter still takes calls and nobody reads it.
 */
public final class DeploymentMeter {
  final String application;
  final String deployment;
  final StatusCounts statuses = new StatusCounts();
  final LatencyHistogram latency = new LatencyHistogram();
  final StatusCounts handleCalls = new StatusCounts();
  final LatencyHistogram handleLatency = new LatencyHistogram();
  final LongAdder starts = new LongAdder();
  final LongAdder startFailures = new LongAdder();
  final LongAdder healthCheckFailures = new LongAdder();
  final LongAdder abandonedCalls = new LongAdder();
  volatile Map<String, Integer> replicas = Map.of();
  volatile IntSupplier ongoing = () -> 0;
  volatile IntSupplier queued = () -> 0;

  final Set<AuthorMeters> authors = ConcurrentHashMap.newKeySet();
  private volatile @Nullable BatchMeter batches;
  private volatile @Nullable ModelMeter models;
  private volatile @Nullable CacheMeter cache;

  DeploymentMeter(String application, String deployment) {
    this.application = application;
    this.deployment = deployment;
  }

  /** An answer was sent: its status, and the time since the request came in. */
  public void request(int status, long nanos) {
    statuses.increment(status);
    latency.record(nanos);
  }

  /** A call through a handle has ended: the status it would have over HTTP, and its time. */
  public void handleCall(int status, long nanos) {
    handleCalls.increment(status);
    handleLatency.record(nanos);
  }

  /** All that was counted so far, requests and calls through handles together. */
  public TrafficCounts traffic() {
    long[] buckets = latency.counts();
    long[] calls = handleLatency.counts();
    List<Long> both = new ArrayList<>();
    for (int i = 0; i < buckets.length; i++) {
      both.add(buckets[i] + calls[i]);
    }
    return new TrafficCounts(
        statuses.failures() + handleCalls.failures(),
        latency.sumInSeconds() + handleLatency.sumInSeconds(),
        both);
  }

  /** A replica came up. */
  public void replicaStarted() {
    starts.increment();
  }

  /** A replica could not be loaded, started or checked for the first time. */
  public void replicaStartFailed() {
    startFailures.increment();
  }

  /** A health check failed or took too long. */
  public void healthCheckFailed() {
    healthCheckFailures.increment();
  }

  /** A call into the plugin was given up on; its thread may still run. */
  public void callAbandoned() {
    abandonedCalls.increment();
  }

  /**
   * Meters for the author of a replica, shown until they are forgotten.
   *
   * @param threads of the replica, to read gauges on
   */
  public AuthorMeters author(String replica, ExecutorService threads) {
    AuthorMeters made = new AuthorMeters(application, deployment, replica, threads);
    authors.add(made);
    return made;
  }

  /** The replica is gone, and what its author registered with it. */
  public void forget(AuthorMeters gone) {
    authors.remove(gone);
  }

  /** The meter of its batches; there are series for them from the first call on. */
  public synchronized BatchMeter batches() {
    BatchMeter made = batches;
    if (made == null) {
      made = new BatchMeter();
      batches = made;
    }
    return made;
  }

  /** Null as long as it makes no batches. */
  @Nullable BatchMeter batchesIfAny() {
    return batches;
  }

  /** The meter of its models; there are series for them from the first call on. */
  public synchronized ModelMeter models() {
    ModelMeter made = models;
    if (made == null) {
      made = new ModelMeter();
      models = made;
    }
    return made;
  }

  /** Null as long as it holds no models. */
  @Nullable ModelMeter modelsIfAny() {
    return models;
  }

  /** The meter of its response cache; there are series for it from the first call on. */
  public synchronized CacheMeter cache() {
    CacheMeter made = cache;
    if (made == null) {
      made = new CacheMeter();
      cache = made;
    }
    return made;
  }

  /** Null as long as it keeps no answers. */
  @Nullable CacheMeter cacheIfAny() {
    return cache;
  }

  /** How many replicas are in which state: the whole truth, replacing what was said before. */
  public void replicas(Map<String, Integer> byState) {
    replicas = Map.copyOf(byState);
  }

  /** Where to read, at each scrape, how many requests are at the replicas and how many wait. */
  public void watch(IntSupplier ongoingRequests, IntSupplier queuedRequests) {
    ongoing = ongoingRequests;
    queued = queuedRequests;
  }
}
