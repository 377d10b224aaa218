package io.jarserve.server.controller;

import java.time.Duration;
import java.time.Instant;

/**
 * When a deployment may try again after failures: at once after the first, then after half a
 * second, doubled with every further one, at most a minute. Forgotten when no failure came for as
 * long as the wait was, and ten seconds more.
 */
record Backoff(int failures, Instant until) {

  static final Backoff NONE = new Backoff(0, Instant.MIN);
  static final Duration CAP = Duration.ofSeconds(60);

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration CALM = Duration.ofSeconds(10);

  Backoff failed(Instant now) {
    int count = isForgotten(now) ? 1 : failures + 1;
    return new Backoff(count, now.plus(wait(count)));
  }

  boolean allows(Instant now) {
    return !now.isBefore(until);
  }

  private boolean isForgotten(Instant now) {
    return failures == 0 || now.isAfter(until.plus(wait(failures)).plus(CALM));
  }

  static Duration wait(int failures) {
    if (failures <= 1) {
      return Duration.ZERO;
    }
    Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 2, 10));
    return wait.compareTo(CAP) < 0 ? wait : CAP;
  }
}
