package io.jarserve.server.replica;

import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plugin.PluginException;
import io.jarserve.server.plugin.PluginThreads;
import io.jarserve.server.replica.request.CurrentCall;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a generation as one of its replicas may use them. A task works on what its
 * submitter worked on. It ends when the replica does, and not before: what an author shuts down may
 * have been lent to others. Any thread.
 */
final class OwnExecutor extends AbstractExecutorService {

  private static final Logger LOG = LoggerFactory.getLogger(OwnExecutor.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ReplicaId replica;
  private final PluginThreads threads;
  private final Set<Task> tasks = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  OwnExecutor(ReplicaId replica, PluginThreads threads) {
    this.replica = replica;
    this.threads = threads;
  }

  /** Takes no more tasks, begins none that waits, and interrupts those that run. */
  void end() {
    ended = true;
    tasks.forEach(Task::interrupt);
  }

  @Override
  public void execute(Runnable command) {
    Task task = new Task(Objects.requireNonNull(command), CurrentCall.orOutside(replica));
    tasks.add(task);
    try {
      if (ended) {
        throw new RejectedExecutionException(
            "replica " + replica + " has stopped, and its executor with it");
      }
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      tasks.remove(task);
      throw e;
    }
  }

  /** Without effect. */
  @Override
  public void shutdown() {}

  /** Without effect. */
  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  /** Without effect: from Java 19 on a method of the interface, which would wait for the end. */
  @SuppressWarnings({"unused", "MissingOverride"})
  public void close() {}

  @Override
  public boolean isShutdown() {
    return ended;
  }

  @Override
  public boolean isTerminated() {
    return ended && tasks.isEmpty();
  }

  /** Waits until no task is left, which is what callers in {@code stop} want to know. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long end = System.nanoTime() + unit.toNanos(timeout);
    while (!tasks.isEmpty() && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return tasks.isEmpty();
  }

  private final class Task implements Runnable {
    private final Runnable command;
    private final CurrentCall call;

    /** Guarded by this. */
    private @Nullable Thread runner;

    Task(Runnable command, CurrentCall call) {
      this.command = command;
      this.call = call;
    }

    @Override
    public void run() {
      try {
        if (begin()) {
          call.run(this::perform);
        }
      } finally {
        end();
      }
    }

    synchronized void interrupt() {
      if (runner != null) {
        runner.interrupt();
      }
    }

    private void perform() {
      try {
        command.run();
      } catch (Throwable thrown) {
        PluginException told = PluginException.of("a task of the executor", thrown);
        LOG.error("{}: {}\n{}", replica, told.getMessage(), told.trace());
      }
    }

    private synchronized boolean begin() {
      runner = Thread.currentThread();
      return !ended;
    }

    /** From here on no interrupt reaches the thread on account of this task. */
    private void end() {
      synchronized (this) {
        runner = null;
      }
      tasks.remove(this);
    }
  }
}
