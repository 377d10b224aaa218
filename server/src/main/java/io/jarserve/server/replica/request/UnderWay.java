package io.jarserve.server.replica.request;

import io.jarserve.server.routing.Handling;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls without an exchange that are under way at a replica, for whoever has to end them.
 * Entering is one compare-and-set at a place that the time scatters, leaving is one store; what
 * finds no place nearby goes into a set. Any thread.
 */
public final class UnderWay {

  private static final int SLOTS = 1 << 7;
  private static final int PROBES = 4;
  private static final int OVERFLOW = -1;
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private final AtomicReferenceArray<@Nullable Handling> slots = new AtomicReferenceArray<>(SLOTS);
  private final Set<Handling> overflow = ConcurrentHashMap.newKeySet();

  /**
   * Enters a call.
   *
   * @return what to hand to {@link #remove}
   */
  public int add(Handling call, long now) {
    int start = (int) ((now * SCATTER) >>> 57);
    for (int i = 0; i < PROBES; i++) {
      int slot = (start + i) & (SLOTS - 1);
      if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, call)) {
        return slot;
      }
    }
    overflow.add(call);
    return OVERFLOW;
  }

  /** Takes a call out. */
  public void remove(Handling call, int slot) {
    if (slot == OVERFLOW) {
      overflow.remove(call);
    } else {
      slots.setRelease(slot, null);
    }
  }

  void forEach(Consumer<Handling> visitor) {
    for (int i = 0; i < SLOTS; i++) {
      Handling call = slots.getAcquire(i);
      if (call != null) {
        visitor.accept(call);
      }
    }
    overflow.forEach(visitor);
  }
}
