package io.jarserve.server.routing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * Every exchange that is not answered yet. Instead of a timer per request, one sweep every few
 * milliseconds looks for passed deadlines.
 *
 * <p>A table with a slot per exchange: entering is one compare-and-set at a place that the time of
 * arrival scatters, leaving is one store. What finds no free slot nearby goes into a set. Any
 * thread; the sweeper is one thread.
 */
final class InFlight {

  /** How long the answer to a passed deadline may take before the connection is broken. */
  static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int SLOTS = 1 << 12;
  private static final int PROBES = 8;
  private static final short OVERFLOW = -1;
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private final AtomicReferenceArray<Exchange> slots = new AtomicReferenceArray<>(SLOTS);
  private final Set<Exchange> overflow = ConcurrentHashMap.newKeySet();

  void add(Exchange exchange, long arrived) {
    int start = (int) ((arrived * SCATTER) >>> 52);
    for (int i = 0; i < PROBES; i++) {
      int slot = (start + i) & (SLOTS - 1);
      exchange.slot = (short) slot;
      if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, exchange)) {
        return;
      }
    }
    exchange.slot = OVERFLOW;
    overflow.add(exchange);
  }

  void remove(Exchange exchange) {
    if (exchange.slot == OVERFLOW) {
      overflow.remove(exchange);
    } else {
      slots.setRelease(exchange.slot, null);
    }
  }

  boolean isEmpty() {
    for (int i = 0; i < SLOTS; i++) {
      if (slots.getAcquire(i) != null) {
        return false;
      }
    }
    return overflow.isEmpty();
  }

  void forEach(Consumer<Exchange> visitor) {
    for (int i = 0; i < SLOTS; i++) {
      Exchange exchange = slots.getAcquire(i);
      if (exchange != null) {
        visitor.accept(exchange);
      }
    }
    overflow.forEach(visitor);
  }

  /**
   * Ends every exchange whose deadline has passed; those who wait look for a slot once more, and
   * those that take long have their clients watched.
   */
  void sweep(long now) {
    forEach(
        exchange -> {
          endIfLate(exchange, now);
          exchange.lookForSlot();
          exchange.attend(now);
        });
  }

  /** Ends those that would not end by themselves. */
  void endLasting() {
    forEach(
        exchange -> {
          Handling worker = exchange.handling();
          if (worker != null) {
            worker.drain();
          }
        });
  }

  /** When the server stops: ends those whose grace time is over. */
  void endAfterGrace(long stoppingSince, long now) {
    forEach(
        exchange -> {
          if (exchange.isPastGrace(stoppingSince, now)) {
            exchange.cutShort(
                Refusal.SHUTTING_DOWN,
                "the server stops, and the answer took longer than graceful_shutdown_timeout_s");
          }
        });
  }

  private static void endIfLate(Exchange exchange, long now) {
    if (exchange.isLate(now)) {
      exchange.cutShort(Refusal.DEADLINE, "the deployment did not answer in request_timeout_s");
    }
  }
}
