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
}
