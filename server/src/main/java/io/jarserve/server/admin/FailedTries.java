package io.jarserve.server.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each address has failed to show who it is, within a minute of its first failure. It
 * keeps the log short and guessing slow. It never keeps out who shows a good token: else anybody at
 * an operator's address could keep him out by failing there. Bounded; safe for use by many threads.
 */
final class FailedTries {
  static final int MOST = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 1024;

  /**
   * What follows from a failure.
   *
   * @param count of failures, this one included
   * @param left until the address begins at none again
   */
  record Tries(int count, Duration left) {
    boolean areTooMany() {
      return count > MOST;
    }

    /** Whether this is the last one that is worth a line in the log. */
    boolean isLastTold() {
      return count == MOST;
    }
  }

  private record Window(Instant begin, int count) {}

  private final Map<String, Window> byAddress = new LinkedHashMap<>(16, 0.75f, true);

  /** Counts one more. */
  synchronized Tries failed(String address, Instant now) {
    Window before = byAddress.get(address);
    boolean over = before == null || !now.isBefore(before.begin().plus(WINDOW));
    Window after =
        before == null || over
            ? new Window(now, 1)
            : new Window(before.begin(), before.count() + 1);
    byAddress.put(address, after);
    if (byAddress.size() > MOST_ADDRESSES) {
      byAddress.remove(byAddress.keySet().iterator().next());
    }
    return new Tries(after.count(), Duration.between(now, after.begin().plus(WINDOW)));
  }
}
