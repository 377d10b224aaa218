package io.jarserve.api;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How long a new version is watched after it has taken over, and what brings the version before
 * back: the value of {@link DeploymentOptions#bake()}. Nothing is watched until {@link #time} says
 * for how long.
 *
 * <p>What the new version answers is compared with what the one before answered just before, over
 * as long a time. A version that is worse is left for the one before, as in any update without a
 * lost request, and is not tried again until its bytes or options change.
 *
 * <p>An operator sets the same under {@code bake}: {@code time_s}, {@code min_requests}, {@code
 * max_error_percent}, {@code max_latency_percent}; what is not there stays as it is here.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Bake {

  /**
   * How long a new version is watched, such as {@code 60s}; at most a day. {@code 0s}: not at all.
   */
  String time() default "0s";

  /** Nothing is held against a version before it got so many requests; at least 1. */
  int minRequests() default 50;

  /**
   * By how many points the share of requests that end in an error (a status from 500 to 599, which
   * exceptions and passed deadlines have too) may exceed that of the version before; from 0 to 100.
   */
  int maxErrorPercent() default 5;

  /**
   * How long requests may take on average, in percent of what they took before; at least 100.
   * Judged in the second half of the time, and only if the median has grown as well.
   */
  int maxLatencyPercent() default 200;
}
