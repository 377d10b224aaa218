package io.jarserve.server.replica;

import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done later, in ticks of some milliseconds: everything that falls into one tick is
 * done in one go, so that ten thousand timers wake the thread twenty times a second and not a
 * thousand. One thread; time is handed in.
 */
final class Timers {

  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Queue<Timer> waiting = new PriorityQueue<>();
  private long sequence;

  /** One task to be done later, unless cancelled. */
  static final class Timer implements Comparable<Timer> {
    private final long due;
    private final long number;
    private @Nullable Runnable task;

    private Timer(long due, long number, Runnable task) {
      this.due = due;
      this.number = number;
      this.task = task;
    }

    void cancel() {
      task = null;
    }

    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(due - other.due, 0);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** Does the task at the end of the tick in which that time falls. */
  Timer at(long nanos, Runnable task) {
    long due = nanos + TICK_NANOS - 1 - Math.floorMod(nanos - 1, TICK_NANOS);
    Timer timer = new Timer(due, sequence++, task);
    waiting.add(timer);
    return timer;
  }

  /** Does what is due. */
  void run(long now) {
    for (Timer first = waiting.peek(); first != null && first.due - now <= 0; ) {
      waiting.remove();
      Runnable task = first.task;
      if (task != null) {
        task.run();
      }
      first = waiting.peek();
    }
  }

  /** Nanoseconds to the next task; {@link Long#MAX_VALUE} without one. */
  long untilNext(long now) {
    Timer first = waiting.peek();
    return first == null ? Long.MAX_VALUE : Math.max(0, first.due - now);
  }
}
