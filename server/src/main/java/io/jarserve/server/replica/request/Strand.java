package io.jarserve.server.replica.request;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time and in order on threads of a generation, and has no thread while there
 * is nothing to do. Any thread.
 */
final class Strand {

  private final ReplicaTarget target;
  private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Object lock = new Object();

  /** Guarded by the lock: who runs a task. */
  private @Nullable Thread runner;

  /** Something to run; catches its own throwables. */
  @FunctionalInterface
  interface Task {
    void run();

    /** Called in place of it when no thread can be had, by whoever brought a task. */
    default void refused() {}
  }

  Strand(ReplicaTarget target) {
    this.target = target;
  }

  /** Runs a task after those before it. */
  void execute(Task task) {
    tasks.add(task);
    if (count.getAndIncrement() == 0 && !target.execute(() -> each(this::perform))) {
      each(Task::refused);
    }
  }

  /** Interrupts the task that runs, if one does. */
  void interrupt() {
    synchronized (lock) {
      if (runner != null) {
        runner.interrupt();
      }
    }
  }

  private void each(Consumer<Task> action) {
    do {
      action.accept(tasks.remove());
    } while (count.decrementAndGet() > 0);
  }

  private void perform(Task task) {
    runner(Thread.currentThread());
    try {
      task.run();
    } finally {
      runner(null);
      boolean unused = Thread.interrupted();
    }
  }

  private void runner(@Nullable Thread thread) {
    synchronized (lock) {
      runner = thread;
    }
  }
}
