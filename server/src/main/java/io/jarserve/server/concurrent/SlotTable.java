package io.jarserve.server.concurrent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of what comes and goes all the time and is seldom looked through, such as requests.
 *
 * <p>Entering is one compare-and-set, leaving is one store; neither allocates. Each thread has a
 * place of its own, which is free whenever what it entered has left before it enters more, and
 * which no other processor writes to. When it is taken a number that the caller has at hand
 * scatters, and what finds no free slot nearby goes into an ordinary set.
 *
 * <p>Any thread. Whoever looks through it sees everything that was in all the while.
 *
 * @param <E> what is in it; each in one table at a time
 */
public final class SlotTable<E extends SlotTable.Entry> {

  private static final int PROBES = 8;

  /** So many slots are a cache line. */
  private static final int APART = 16;

  private static final short OUTSIDE = -1;
  private static final int MOST = 1 << 14;
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private final AtomicReferenceArray<@Nullable E> slots;
  private final Set<E> overflow = ConcurrentHashMap.newKeySet();

  /**
   * @param size how many there mostly are at once, and some more: a power of two
   */
  public SlotTable(int size) {
    if (Integer.bitCount(size) != 1 || size > MOST) {
      throw new IllegalArgumentException(size + " is no power of two up to " + MOST);
    }
    this.slots = new AtomicReferenceArray<>(size);
  }

  /** What can be in a table. */
  public abstract static class Entry {

    /** Written before others can see the entry. */
    short slot;
  }

  /**
   * Puts it in, once.
   *
   * @param seed anything that differs from one entry to the next
   */
  public void add(E entry, long seed) {
    if (takes((int) Thread.currentThread().getId() * APART, entry)) {
      return;
    }
    int start = (int) ((seed * SCATTER) >>> 48);
    for (int i = 0; i < PROBES; i++) {
      if (takes(start + i, entry)) {
        return;
      }
    }
    entry.slot = OUTSIDE;
    overflow.add(entry);
  }

  /** Takes out what was added, once. */
  public void remove(E entry) {
    int slot = entry.slot;
    if (slot == OUTSIDE) {
      overflow.remove(entry);
    } else {
      slots.setRelease(slot, null);
    }
  }

  public boolean isEmpty() {
    for (int i = 0; i < slots.length(); i++) {
      if (slots.getAcquire(i) != null) {
        return false;
      }
    }
    return overflow.isEmpty();
  }

  public void forEach(Consumer<? super E> visitor) {
    for (int i = 0; i < slots.length(); i++) {
      E entry = slots.getAcquire(i);
      if (entry != null) {
        visitor.accept(entry);
      }
    }
    overflow.forEach(visitor);
  }

  private boolean takes(int place, E entry) {
    int slot = place & (slots.length() - 1);
    if (slots.getPlain(slot) != null) {
      return false;
    }
    entry.slot = (short) slot;
    return slots.compareAndSet(slot, null, entry);
  }
}
