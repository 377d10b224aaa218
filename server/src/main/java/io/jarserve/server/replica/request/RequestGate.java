package io.jarserve.server.replica.request;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests at a replica, and keeps further ones out when it is full or closed.
 *
 * <p>Count and closed bit are one number: a request is in before the gate is closed, or it is
 * refused, never in between. Any thread.
 */
public final class RequestGate {

  private static final int CLOSED = Integer.MIN_VALUE;

  private final AtomicInteger state = new AtomicInteger(CLOSED);
  private volatile int limit;

  /** Closed at first. */
  public RequestGate(int limit) {
    this.limit = limit;
  }

  /** Takes a slot; false when there is none to have. */
  boolean enter() {
    int now = state.get();
    while (now >= 0 && now < limit) {
      if (state.compareAndSet(now, now + 1)) {
        return true;
      }
      now = state.get();
    }
    return false;
  }

  /**
   * Gives a slot back.
   *
   * @return whether the gate is closed and nobody is in any more
   */
  boolean leave() {
    return state.decrementAndGet() == CLOSED;
  }

  /** Whether it lets anybody in, as far as there is room. */
  boolean isOpen() {
    return state.get() >= 0;
  }

  /**
   * Lets nobody in any more.
   *
   * @return whether nobody is in
   */
  public boolean close() {
    return state.updateAndGet(now -> now | CLOSED) == CLOSED;
  }

  /** Whether nobody is let in. */
  boolean isClosed() {
    return state.get() < 0;
  }

  /** Lets requests in. */
  public void open() {
    state.updateAndGet(now -> now & ~CLOSED);
  }

  /** How many may be in at once; those who are in stay. */
  public void limit(int newLimit) {
    limit = newLimit;
  }

  /** How many may be in at once. */
  public int limit() {
    return limit;
  }

  /** How many are in. */
  public int ongoing() {
    return state.get() & ~CLOSED;
  }
}
