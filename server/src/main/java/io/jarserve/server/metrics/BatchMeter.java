package io.jarserve.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted of the batches of one deployment, all replicas and batchers together. Any thread;
 * a call adds to a counter or two.
 */
public final class BatchMeter {
  final LatencyHistogram waits = new LatencyHistogram();
  final LatencyHistogram executions = new LatencyHistogram();
  final SizeHistogram sizes = new SizeHistogram();
  final LongAdder waiting = new LongAdder();
  final LongAdder drops = new LongAdder();

  BatchMeter() {}

  /** So many elements more, or fewer, wait for their batch. */
  public void waiting(int more) {
    waiting.add(more);
  }

  /** An element that nobody waited for any more was left out. */
  public void dropped() {
    drops.increment();
  }

  /** A batch begins; one of its elements has waited so long for that. */
  public void waited(long nanos) {
    waits.record(nanos);
  }

  /** The function worked so long on a batch. */
  public void executed(int size, long nanos) {
    sizes.record(size);
    executions.record(nanos);
  }
}
