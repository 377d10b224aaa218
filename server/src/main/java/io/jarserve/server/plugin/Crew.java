package io.jarserve.server.plugin;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor without an upper bound of threads, for tasks that may block for long and mostly are
 * very short. Safe for use by many threads.
 *
 * <h2>Why not a ThreadPoolExecutor</h2>
 *
 * To wake a thread costs more than a short request. A pool that hands each task to a waiting thread
 * (a SynchronousQueue or LinkedTransferQueue) wakes one per task; one that queues tasks for a fixed
 * number of threads lets all of them block each other. Measured on Java 17 over HTTP, in processor
 * time per request: 20 µs when Jetty runs the handler on its own threads, 30 to 34 handed over
 * through a SynchronousQueue or LinkedTransferQueue, 22 here; as a ForkJoinPool, which wakes as
 * seldom, but whose threads run tasks of the common pool while they wait, and so of other plugins.
 *
 * <h2>How it wakes few</h2>
 *
 * Tasks are queued. At most one worker at a time <i>searches</i>: it was woken, or made, and has
 * not found a task yet. While there is one, a new task wakes nobody. A worker that finds a task
 * stops searching, and if there are more, first lets another one search; so a task never waits for
 * one that blocks. A worker that is through with a task takes the next without anybody being woken.
 *
 * <h2>Why no task is forgotten</h2>
 *
 * Who adds a task does so before looking whether somebody searches; who stops searching does so
 * before looking for a task once more. One of the two sees the other.
 */
final class Crew implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ThreadFactory factory;
  private final Runnable beforeTask;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean searched = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * @param factory makes a thread, not started
   * @param beforeTask runs on the worker before each task
   */
  Crew(ThreadFactory factory, Runnable beforeTask) {
    this.factory = factory;
    this.beforeTask = beforeTask;
  }

  /**
   * @throws RejectedExecutionException when it is closed or no thread can be had
   */
  @Override
  public void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    tasks.add(task);
    try {
      wakeOne();
    } catch (RejectedExecutionException e) {
      if (tasks.remove(task)) {
        throw e;
      }
    }
  }

  /** Takes no new task and interrupts all that run; idle threads end, the others after theirs. */
  void close() {
    closed = true;
    workers.forEach(worker -> worker.thread.interrupt());
  }

  /** How many threads it has, idle or not. */
  int size() {
    return workers.size();
  }

  /** Sees to it that somebody searches, the one who rested the shortest. */
  private void wakeOne() {
    if (searched.get() || !searched.compareAndSet(false, true)) {
      return;
    }
    Worker next = idle.pollFirst();
    while (next != null && !next.wake()) {
      next = idle.pollFirst();
    }
    if (next == null) {
      addOne();
    }
  }

  private void addOne() {
    Worker worker = null;
    try {
      worker = new Worker();
      workers.add(worker);
      worker.thread.start();
    } catch (OutOfMemoryError | IllegalThreadStateException e) {
      if (worker != null) {
        workers.remove(worker);
      }
      searched.set(false);
      throw new RejectedExecutionException("no thread can be had: " + e.getMessage());
    }
  }

  private final class Worker implements Runnable {
    private static final int WORKING = 0;
    private static final int RESTING = 1;
    private static final int GONE = 2;

    private final AtomicInteger state = new AtomicInteger(WORKING);
    private final Thread thread = factory.newThread(this);

    /** Only of concern to its own thread. */
    private boolean searching = true;

    @Override
    public void run() {
      try {
        Runnable task = next();
        while (task != null) {
          perform(task);
          task = next();
        }
      } finally {
        workers.remove(this);
      }
    }

    /** Called by others: whether it was resting and now searches. */
    boolean wake() {
      boolean woken = state.compareAndSet(RESTING, WORKING);
      if (woken) {
        LockSupport.unpark(thread);
      }
      return woken;
    }

    /** The next task, or null when it is time to go. */
    private @Nullable Runnable next() {
      while (true) {
        Runnable task = tasks.poll();
        if (task != null) {
          found();
          return task;
        }
        if (!rest()) {
          return null;
        }
        searching = true;
      }
    }

    private void found() {
      if (searching) {
        stopSearching();
      }
    }

    private void stopSearching() {
      searching = false;
      searched.set(false);
      letSearch();
    }

    private void letSearch() {
      if (!tasks.isEmpty()) {
        try {
          wakeOne();
        } catch (RejectedExecutionException e) {
          LOG.warn("a task waits for another to end: {}", e.getMessage());
        }
      }
    }

    private void perform(Runnable task) {
      try {
        beforeTask.run();
        task.run();
      } catch (Throwable e) {
        LOG.error("a task threw what it should have caught: {}", Telling.one(e));
      }
      Thread.interrupted();
    }

    /** Whether it was woken, and so searches; else it is to go. */
    private boolean rest() {
      state.set(RESTING);
      idle.addFirst(this);
      if (searching) {
        stopSearching();
      } else {
        letSearch();
      }
      long end = System.nanoTime() + KEEP_ALIVE_NANOS;
      while (state.get() == RESTING) {
        long left = end - System.nanoTime();
        if ((closed || left <= 0) && state.compareAndSet(RESTING, GONE)) {
          idle.remove(this);
          return false;
        }
        LockSupport.parkNanos(this, left);
        Thread.interrupted();
      }
      return true;
    }
  }
}
