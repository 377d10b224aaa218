package io.jarserve.server.replica;

import io.jarserve.server.replica.Timers.Timer;
import io.jarserve.server.time.Time;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that all states of replicas belong to. Anybody posts; everything else is called on
 * this thread only. A turn takes what was posted and what is due, and ends with one look at what
 * changed.
 */
final class Loop {

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final int MOST_PER_TURN = 1000;

  private final Time time;
  private final BlockingQueue<Runnable> posted;
  private final Timers timers = new Timers();
  private final Runnable endOfTurn;
  private final Thread thread;
  private boolean ended;

  Loop(String name, Time time, Runnable endOfTurn) {
    this.time = time;
    this.posted = time.queue();
    this.endOfTurn = endOfTurn;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** From any thread. */
  void post(Runnable event) {
    posted.add(event);
  }

  /** What its timers go by. */
  Time time() {
    return time;
  }

  Timer after(Duration delay, Runnable task) {
    return at(time.nanoTime() + delay.toNanos(), task);
  }

  Timer at(long nanos, Runnable task) {
    return timers.at(nanos, task);
  }

  /** This turn is the last. */
  void end() {
    ended = true;
  }

  /**
   * Waits until the thread has ended, that time is over, or this thread is interrupted.
   *
   * @return whether it has ended
   */
  boolean join(Duration most) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, most.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void run() {
    while (!ended) {
      turn();
      safely(() -> timers.run(time.nanoTime()));
      safely(endOfTurn);
    }
  }

  /** Takes no event from the queue that it does not run. */
  private void turn() {
    Runnable event = next();
    for (int left = MOST_PER_TURN; event != null; left--) {
      safely(event);
      event = left > 1 ? posted.poll() : null;
    }
  }

  private @Nullable Runnable next() {
    try {
      return posted.poll(timers.untilNext(time.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return null;
    }
  }

  /** One faulty step must not take the node's replicas with it. */
  private static void safely(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a step in the life of replicas failed; the others go on", e);
    }
  }
}
