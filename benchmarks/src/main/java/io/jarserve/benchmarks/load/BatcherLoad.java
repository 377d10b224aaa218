package io.jarserve.benchmarks.load;

import io.jarserve.api.BatchOptions;
import io.jarserve.api.Batcher;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.batch.OwnBatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Submits elements to a batcher at a steady rate, and tells how long they waited for their batch.
 * The function does nothing, so that what is measured is the batcher.
 *
 * <pre>BatcherLoad RATE SECONDS MAX_BATCH_SIZE WAIT_TIMEOUT_MILLIS</pre>
 */
public final class BatcherLoad {

  private static final int SUBMITTERS = 2;
  private static final int WARMUP_SECONDS = 5;
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private final int rate;
  private final Batcher<Long, Long> batcher;
  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /** Of the one batch that runs at a time. */
  private volatile Waits waits = new Waits();

  private BatcherLoad(int rate, BatchOptions options, Meters meters, ExecutorService threads) {
    this.rate = rate;
    this.batcher =
        OwnBatcher.of(
            new ReplicaId(new DeploymentId("bench", "Bench"), "a"),
            threads,
            meters.deployment("bench", "Bench").batches(),
            options,
            this::batch,
            BatcherLoad.class.getName());
  }

  /** How many elements waited how many microseconds, and in how many batches they were. */
  private static final class Waits {
    private static final int MOST_MICROS = 1_000_000;

    private final int[] byMicros = new int[MOST_MICROS + 1];
    private long elements;
    private long batches;

    void add(List<Long> submitted) {
      long now = System.nanoTime();
      for (long at : submitted) {
        byMicros[(int) Math.min(MOST_MICROS, (now - at) / 1_000)]++;
      }
      elements += submitted.size();
      batches++;
    }

    /** In milliseconds. */
    double percentile(double percent) {
      long rank = (long) Math.ceil(percent / 100 * elements);
      int micros = 0;
      for (long seen = byMicros[0]; seen < rank; seen += byMicros[micros]) {
        micros++;
      }
      return micros / 1_000.0;
    }
  }

  public static void main(String[] args) throws Exception {
    int rate = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    BatchOptions options =
        BatchOptions.defaults()
            .withMaxBatchSize(Integer.parseInt(args[2]))
            .withBatchWaitTimeout(Duration.ofMillis(Integer.parseInt(args[3])))
            .withMaxQueuedElements(1_000_000);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Meters meters = new Meters()) {
      BatcherLoad load = new BatcherLoad(rate, options, meters, threads);
      load.run(WARMUP_SECONDS, threads);
      load.waits = new Waits();
      load.completed.set(0);
      load.run(seconds, threads);
      load.report(seconds, options);
    } finally {
      threads.shutdown();
    }
  }

  private List<Long> batch(List<Long> submitted) {
    waits.add(submitted);
    return submitted;
  }

  private void run(int seconds, ExecutorService threads) throws Exception {
    List<Future<?>> submitters = new ArrayList<>();
    for (int i = 0; i < SUBMITTERS; i++) {
      submitters.add(threads.submit(() -> submit(seconds)));
    }
    for (Future<?> submitter : submitters) {
      submitter.get();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (completed.get() < (long) rate * seconds && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** What is due by now, again and again. */
  private void submit(int seconds) {
    long total = (long) rate / SUBMITTERS * seconds;
    double perNano = (double) rate / SUBMITTERS / TimeUnit.SECONDS.toNanos(1);
    long began = System.nanoTime();
    long sent = 0;
    while (sent < total) {
      long due = Math.min(total, (long) ((System.nanoTime() - began) * perNano));
      for (; sent < due; sent++) {
        var unused = batcher.submit(System.nanoTime()).whenComplete(this::ended);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void ended(Long value, Throwable thrown) {
    (thrown == null ? completed : failed).incrementAndGet();
  }

  private void report(int seconds, BatchOptions options) {
    System.out.printf(
        Locale.ROOT,
        "RESULT batcher, JDK %d, %d elements/s wanted, up to %d in a batch, timeout %d ms:"
            + " %.0f elements/s, %.1f in a batch, %d failed,"
            + " wait p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms%n",
        Runtime.version().feature(),
        rate,
        options.maxBatchSize(),
        options.batchWaitTimeout().toMillis(),
        (double) completed.get() / seconds,
        (double) waits.elements / waits.batches,
        failed.get(),
        waits.percentile(50),
        waits.percentile(99),
        waits.percentile(99.9),
        waits.percentile(100));
  }
}
