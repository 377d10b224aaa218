package io.jarserve.server.controller;

import java.time.Duration;
import java.time.Instant;

/**
 * When a deployment may try again after failures: at once after the first, then after half a
 * second, doubled with every further one, at most a minute. Forgotten when no failure came for as
 * long as the wait was, and ten seconds more.
 *
 * <p>Counted in rounds: of replicas that were started together, the first that fails counts for all
 * of them. Ten replicas that miss the same database have failed once, not ten times.
 *
 * @param failures rounds that failed
 * @param round the first plan whose new replicas belong to the next round
 */
record Backoff(int failures, Instant until, long round) {

  static final Backoff NONE = new Backoff(0, Instant.MIN, 0);
  static final Duration CAP = Duration.ofSeconds(60);

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration CALM = Duration.ofSeconds(10);

  /**
   * @param nextPlan number of the plan that the answer to this failure will be in
   */
  Backoff failed(Instant now, long nextPlan) {
    int count = isForgotten(now) ? 1 : failures + 1;
    return new Backoff(count, now.plus(wait(count)), nextPlan);
  }

  /** Whether the failure of a replica is news. */
  boolean counts(long startedWithPlan) {
    return startedWithPlan >= round;
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
