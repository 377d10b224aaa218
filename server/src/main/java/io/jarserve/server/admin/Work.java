package io.jarserve.server.admin;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads for what takes as long as a file is big, so that the threads of the admin port go on
 * answering. A few at a time, some waiting, and no more.
 */
final class Work implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int MOST_WAITING = 64;

  private final AtomicInteger count = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  Work() {
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            this::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Does something later.
   *
   * @throws Refused with status 503 when there is too much to do already
   */
  <T> CompletionStage<T> later(Supplier<T> task) {
    try {
      return CompletableFuture.supplyAsync(task, threads);
    } catch (RejectedExecutionException full) {
      throw busy();
    }
  }

  /** There is too much of something. */
  static Refused busy() {
    return new Refused(
        Answer.problem(
                503,
                "Busy",
                "busy",
                "too many artifacts are being taken in or looked into; try again in a moment")
            .with("Retry-After", "1"));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "jarserve-admin-work-" + count.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
