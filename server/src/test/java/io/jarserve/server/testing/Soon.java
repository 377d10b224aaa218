package io.jarserve.server.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** What is so in a moment, or on a slow machine within a minute. */
public final class Soon {

  private Soon() {}

  /** Waits until it is so; looks every few milliseconds. */
  public static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2)).until(condition);
  }

  /** Waits until it is so, and has what nobody holds collected before each look. */
  public static void untilCollected(Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              System.gc();
              return condition.call();
            });
  }
}
