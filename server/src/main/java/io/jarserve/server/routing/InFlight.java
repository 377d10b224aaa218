package io.jarserve.server.routing;

import io.jarserve.server.concurrent.SlotTable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Every exchange that is not answered yet. Instead of a timer per request, one sweep every few
 * milliseconds looks for passed deadlines. Any thread; the sweeper is one thread.
 */
final class InFlight {

  /** How long the answer to a passed deadline may take before the connection is broken. */
  static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int MANY = 1 << 12;

  private final SlotTable<Exchange> table = new SlotTable<>(MANY);

  void add(Exchange exchange, long arrived) {
    table.add(exchange, arrived);
  }

  void remove(Exchange exchange) {
    table.remove(exchange);
  }

  boolean isEmpty() {
    return table.isEmpty();
  }

  void forEach(Consumer<Exchange> visitor) {
    table.forEach(visitor);
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
