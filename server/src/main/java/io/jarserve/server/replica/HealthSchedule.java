package io.jarserve.server.replica;

import io.jarserve.server.model.Options;
import java.util.random.RandomGenerator;

/**
 * When a replica is checked next, and what follows from how its checks went. Time and chance are
 * handed in; nothing here waits.
 *
 * <p>A check begins {@code health_check_period_s}, give or take a tenth, after the one before
 * began; when that one takes longer, as soon as it has ended. At the first failure the replica
 * takes no more requests, at the first success it does again, and after {@code
 * health_check_failure_threshold} failures in a row it is given up.
 */
final class HealthSchedule {

  private static final double JITTER = 0.1;

  private final RandomGenerator random;
  private long period;
  private int threshold;
  private long began;
  private long next;
  private int failures;

  /** What the last check says about the replica. */
  enum Verdict {
    HEALTHY,
    SICK,
    FAILED
  }

  /** The first check passed at {@code now}, as part of the start. */
  HealthSchedule(Options options, RandomGenerator random, long now) {
    this.random = random;
    began(now);
    options(options);
  }

  /** Takes new options; a new period counts from the check before. */
  void options(Options options) {
    period = options.healthCheckPeriod().toNanos();
    threshold = options.healthCheckFailureThreshold();
    next = began + jittered();
  }

  /** When the next check is to begin. */
  long next() {
    return next;
  }

  /** A check begins. */
  void began(long now) {
    began = now;
    next = now + jittered();
  }

  Verdict passed() {
    failures = 0;
    return Verdict.HEALTHY;
  }

  Verdict failed() {
    failures++;
    return failures >= threshold ? Verdict.FAILED : Verdict.SICK;
  }

  /** How many in a row, of how many: for people. */
  String tally() {
    return failures + " of " + threshold;
  }

  private long jittered() {
    return (long) (period * (1 - JITTER + 2 * JITTER * random.nextDouble()));
  }
}
