package io.jarserve.server.metrics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What is counted of the models of one deployment, all replicas together. Any thread. */
public final class ModelMeter {
  final LatencyHistogram loads = new LatencyHistogram();
  final LongAdder failures = new LongAdder();
  final LongAdder unloads = new LongAdder();
  final Map<String, Supplier<Set<String>>> held = new ConcurrentHashMap<>();

  ModelMeter() {}

  /** A model was loaded, which took so long. */
  public void loaded(long nanos) {
    loads.record(nanos);
  }

  /** A model could not be loaded. */
  public void loadFailed() {
    failures.increment();
  }

  /** A model left. */
  public void unloaded() {
    unloads.increment();
  }

  /** Where to read, at each scrape, the ids of the models that a replica holds. */
  public void watch(String replica, Supplier<Set<String>> ids) {
    held.put(replica, ids);
  }

  /** The replica is gone. */
  public void forget(String replica) {
    held.remove(replica);
  }
}
