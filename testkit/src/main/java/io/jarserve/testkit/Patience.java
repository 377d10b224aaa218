package io.jarserve.testkit;

import io.jarserve.server.model.InstanceStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Waits for what a server is to become, and tells how it is instead when it does not. Stateless.
 */
final class Patience {

  private static final Duration ENOUGH = Duration.ofSeconds(60);
  private static final long LOOK_AGAIN_MILLIS = 2;

  private Patience() {}

  /**
   * What the function finds in the status, once it finds something.
   *
   * @param what is waited for; follows "waited for"
   * @throws AssertionError when time is up; with the status
   */
  static <T> T until(
      String what, Supplier<InstanceStatus> status, Function<Sight, Optional<T>> found) {
    long end = System.nanoTime() + ENOUGH.toNanos();
    Sight sight = new Sight(status.get());
    Optional<T> result = found.apply(sight);
    while (result.isEmpty()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            "waited " + ENOUGH.toSeconds() + " s for " + what + " in vain\n" + sight.text());
      }
      rest();
      sight = new Sight(status.get());
      result = found.apply(sight);
    }
    return result.get();
  }

  private static void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the server", e);
    }
  }
}
