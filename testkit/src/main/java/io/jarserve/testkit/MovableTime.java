package io.jarserve.testkit;

import io.jarserve.server.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The time of the machine and, on top of it, what a test moved it forward. Safe for use by many
 * threads.
 *
 * <p><b>Nothing is skipped.</b> {@link #advance} goes from one moment at which somebody waits to
 * act to the next, and before each step lets everybody finish who acts: those who read a queue of
 * this time, and the calls into plugins, which take real time. What is still under way after {@link
 * #PATIENCE} is taken for one that hangs, and not waited for again.
 */
final class MovableTime implements Time {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long NEVER = Long.MAX_VALUE / 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Consumer<Duration>> followers = new CopyOnWriteArrayList<>();
  private volatile long ahead;

  /** Guarded by the lock. */
  private final List<Inbox<?>> inboxes = new ArrayList<>();

  /** Guarded by the lock. */
  private int underWay;

  /** Of those, how many are taken to hang; guarded by the lock. */
  private int hanging;

  /** Moves forward, through everything that is to happen until then. One caller at a time. */
  synchronized void advance(Duration by) throws InterruptedException {
    long target = nanoTime() + by.toNanos();
    settle();
    while (target - nanoTime() > 0) {
      moveOn(target);
      settle();
    }
  }

  @Override
  public Instant instant() {
    return Instant.now().plusNanos(ahead);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() + ahead;
  }

  @Override
  public <T> BlockingDeque<T> queue() {
    Inbox<T> inbox = new Inbox<>();
    locked(() -> inboxes.add(inbox));
    return inbox;
  }

  @Override
  public void began() {
    locked(() -> underWay++);
  }

  @Override
  public void ended() {
    locked(
        () -> {
          underWay--;
          hanging = Math.min(hanging, underWay);
        });
  }

  @Override
  public void whenMoved(Consumer<Duration> follower) {
    followers.add(follower);
  }

  private void moveOn(long target) {
    Duration step;
    lock.lock();
    try {
      long now = nanoTime();
      long left = Math.max(0, target - now);
      for (Inbox<?> inbox : inboxes) {
        left = Math.min(left, inbox.untilDue(now));
      }
      step = Duration.ofNanos(left);
      long moved = ahead + left;
      ahead = moved;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    followers.forEach(follower -> follower.accept(step));
  }

  /** Waits until nobody acts any more. */
  private void settle() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    lock.lock();
    try {
      while (!isQuiet() && until - System.nanoTime() > 0) {
        var unused = changed.awaitNanos(LOOK_AGAIN);
      }
      hanging = underWay;
    } finally {
      lock.unlock();
    }
  }

  private boolean isQuiet() {
    long now = nanoTime();
    return underWay <= hanging && inboxes.stream().allMatch(inbox -> inbox.isIdle(now));
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A queue that knows whether its reader waits, and until when. */
  private final class Inbox<T> extends LinkedBlockingDeque<T> {
    private static final long serialVersionUID = 1L;

    /** Guarded by the lock. */
    private boolean awaited;

    /** Guarded by the lock; of meaning while awaited. */
    private long due;

    @Override
    public boolean offerFirst(T news) {
      locked(() -> super.offerFirst(news));
      return true;
    }

    @Override
    public boolean offerLast(T news) {
      locked(() -> super.offerLast(news));
      return true;
    }

    @Override
    public @Nullable T pollFirst(long timeout, TimeUnit unit) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        due = nanoTime() + Math.min(NEVER, unit.toNanos(timeout));
        awaited = true;
        changed.signalAll();
        T news = poll();
        while (news == null && due - nanoTime() > 0) {
          var unused = changed.awaitNanos(due - nanoTime());
          news = poll();
        }
        return news;
      } finally {
        awaited = false;
        lock.unlock();
      }
    }

    boolean isIdle(long now) {
      return awaited && isEmpty() && due - now > 0;
    }

    long untilDue(long now) {
      return awaited ? Math.max(0, due - now) : NEVER;
    }
  }
}
