package io.jarserve.server.replica.batch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Elements that wait, first in, first out. Added by any thread, taken out by one at a time, which
 * may wait for a number of them and is woken once, when that number is there.
 *
 * <p>Places are taken before an element is added, so that the bound holds; what is there is counted
 * afterwards, so that who is woken finds what it waited for.
 */
final class Line<E> {

  private static final int NOTHING = Integer.MAX_VALUE;

  private final Queue<E> elements = new ConcurrentLinkedQueue<>();
  private final AtomicInteger places = new AtomicInteger();
  private final AtomicInteger present = new AtomicInteger();
  private final AtomicInteger awaited = new AtomicInteger(NOTHING);
  private volatile @Nullable Thread waiter;

  /**
   * @return false: as many wait already, and nothing was added
   */
  boolean add(E element, int most) {
    if (!takePlace(most)) {
      return false;
    }
    elements.add(element);
    int count = present.incrementAndGet();
    int enough = awaited.get();
    if (count >= enough && awaited.compareAndSet(enough, NOTHING)) {
      LockSupport.unpark(waiter);
    }
    return true;
  }

  /** The one that waited longest; null when there is none. */
  @Nullable E poll() {
    E first = elements.poll();
    if (first != null) {
      present.decrementAndGet();
      places.decrementAndGet();
    }
    return first;
  }

  boolean isEmpty() {
    return elements.isEmpty();
  }

  /** Waits until so many are there or the time is up; now and then for a shorter time. */
  void await(int enough, long nanos) {
    waiter = Thread.currentThread();
    awaited.set(enough);
    if (present.get() < enough) {
      LockSupport.parkNanos(this, nanos);
    }
    awaited.set(NOTHING);
  }

  /** Lets the one who waits look again. */
  void wake() {
    LockSupport.unpark(waiter);
  }

  private boolean takePlace(int most) {
    int now = places.get();
    while (now < most) {
      if (places.compareAndSet(now, now + 1)) {
        return true;
      }
      now = places.get();
    }
    return false;
  }
}
