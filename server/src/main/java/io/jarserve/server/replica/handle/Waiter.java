package io.jarserve.server.replica.handle;

import io.jarserve.server.replica.request.ReplicaTarget;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that waits for a slot. It gets one, or is told that none will come, or gives up. */
final class Waiter {

  /** What became of it. */
  private sealed interface Fate {}

  private record Granted(ReplicaTarget target) implements Fate {}

  private enum Without implements Fate {
    DISMISSED,
    GONE
  }

  private final Thread thread = Thread.currentThread();
  private final AtomicReference<@Nullable Fate> fate = new AtomicReference<>();

  /**
   * Gives it a slot that is taken.
   *
   * @return false: it is no longer interested
   */
  boolean grant(ReplicaTarget target) {
    return decide(new Granted(target));
  }

  /** Tells it that there will be no slot. */
  void dismiss() {
    decide(Without.DISMISSED);
  }

  /** The one who waits gives up; false: it got a slot meanwhile. */
  boolean giveUp() {
    return fate.compareAndSet(null, Without.GONE) || granted() == null;
  }

  /** Where it got a slot. */
  @Nullable ReplicaTarget granted() {
    return fate.get() instanceof Granted granted ? granted.target() : null;
  }

  boolean isDismissed() {
    return fate.get() == Without.DISMISSED;
  }

  private boolean decide(Fate what) {
    boolean first = fate.compareAndSet(null, what);
    if (first) {
      LockSupport.unpark(thread);
    }
    return first;
  }
}
