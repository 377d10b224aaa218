package io.jarserve.server.replica.batch;

import io.jarserve.api.BatchFunction;
import io.jarserve.api.BatchOptions;
import io.jarserve.api.BatchResult;
import io.jarserve.api.Batcher;
import io.jarserve.api.RequestException;
import io.jarserve.server.concurrent.Causes;
import io.jarserve.server.metrics.BatchMeter;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.request.CurrentCall;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The batcher of one replica. Any thread.
 *
 * <p>A batch is gathered and run by a task on a thread of the replica's. At most as many tasks as
 * batches may run at once exist, and at most one of them gathers; a task goes on with the next
 * batch while there are elements, and ends when there are none, so that an idle batcher holds no
 * thread. The number of tasks and whether one gathers are one number.
 */
public final class OwnBatcher<A, R, B> implements Batcher<A, B> {

  private static final int GATHERING = 1 << 30;

  private final ReplicaId replica;
  private final Executor executor;
  private final BatchMeter meter;
  private final Runner<A, R, B> runner;
  private final Gatherer<A, B> gatherer;
  private final Line<Element<A, B>> line = new Line<>();
  private final AtomicInteger state = new AtomicInteger();
  private volatile BatchOptions options;
  private volatile boolean ended;

  private OwnBatcher(
      ReplicaId replica,
      Executor executor,
      BatchMeter meter,
      BatchOptions options,
      Runner<A, R, B> runner) {
    this.replica = replica;
    this.executor = executor;
    this.meter = meter;
    this.options = Objects.requireNonNull(options);
    this.runner = runner;
    this.gatherer = new Gatherer<>(line, meter, () -> ended);
  }

  /**
   * One whose function returns a result for each element.
   *
   * @param place where in the author's code the function was given
   */
  public static <A, B> OwnBatcher<A, B, B> of(
      ReplicaId replica,
      Executor executor,
      BatchMeter meter,
      BatchOptions options,
      BatchFunction<A, B> function,
      String place) {
    Runner<A, B, B> runner = new Runner<>(place, meter, function, CompletableFuture::complete);
    return new OwnBatcher<>(replica, executor, meter, options, runner);
  }

  /**
   * One whose function says of each element whether it failed.
   *
   * @param place where in the author's code the function was given
   */
  public static <A, B> OwnBatcher<A, BatchResult<B>, B> ofResults(
      ReplicaId replica,
      Executor executor,
      BatchMeter meter,
      BatchOptions options,
      BatchFunction<A, BatchResult<B>> function,
      String place) {
    Runner<A, BatchResult<B>, B> runner =
        new Runner<>(place, meter, function, Delivery::perElement);
    return new OwnBatcher<>(replica, executor, meter, options, runner);
  }

  @Override
  public CompletableFuture<B> submit(A element) {
    Element<A, B> added = new Element<>(element, gatherer.now(), CurrentCall.get());
    int most = options.maxQueuedElements();
    if (!line.add(added, most)) {
      added.completeExceptionally(
          new RequestException(
              429, most + " elements wait already for a batch in replica " + replica));
      return added;
    }
    meter.waiting(1);
    gatherIfNeeded();
    if (ended) {
      failAll();
    }
    return added;
  }

  @Override
  public B call(A element) throws Exception {
    CompletableFuture<B> result = submit(element);
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(false);
      throw e;
    } catch (ExecutionException e) {
      throw Causes.of(e);
    }
  }

  @Override
  public BatchOptions options() {
    return options;
  }

  @Override
  public void options(BatchOptions newOptions) {
    options = Objects.requireNonNull(newOptions);
    if (!line.isEmpty()) {
      gatherIfNeeded();
    }
  }

  /** Time was moved by hand: batches that wait for more come that much nearer. Any thread. */
  public void hasten(long nanos) {
    gatherer.hasten(nanos);
  }

  /** The replica has stopped: what waits fails. For threads of the replica. */
  public void end() {
    ended = true;
    failAll();
  }

  /** Begins a task, unless one gathers or as many run as may. */
  private void gatherIfNeeded() {
    int now = state.get();
    while (now < options.maxConcurrentBatches()) {
      if (state.compareAndSet(now, (now + 1) | GATHERING)) {
        begin();
        return;
      }
      now = state.get();
    }
  }

  private void begin() {
    try {
      CurrentCall.outside(replica).run(() -> executor.execute(this::work));
    } catch (RejectedExecutionException e) {
      state.updateAndGet(now -> (now & ~GATHERING) - 1);
      failAll();
    }
  }

  private void work() {
    do {
      var batch = gatherer.gather(options);
      state.updateAndGet(now -> now & ~GATHERING);
      if (!line.isEmpty()) {
        gatherIfNeeded();
      }
      if (!batch.isEmpty()) {
        runner.run(batch);
      }
    } while (goOn());
  }

  /** Whether this task is to gather again; else it is over. */
  private boolean goOn() {
    int now = state.get();
    while (!line.isEmpty() && now <= options.maxConcurrentBatches()) {
      if (state.compareAndSet(now, now | GATHERING)) {
        return true;
      }
      now = state.get();
    }
    state.decrementAndGet();
    if (!line.isEmpty()) {
      gatherIfNeeded();
    }
    return false;
  }

  private void failAll() {
    for (var next = line.poll(); next != null; next = line.poll()) {
      meter.waiting(-1);
      next.completeExceptionally(
          new IllegalStateException("replica " + replica + " has stopped, or can have no thread"));
    }
  }
}
