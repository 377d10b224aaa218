package io.jarserve.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.pf4j.Extension;

/**
 * Marks a {@link Deployment} and sets its options. An operator's {@code <application>.yaml}
 * overrides each of them under the same name in snake case, durations with the suffix {@code _s}
 * and in seconds ({@code numReplicas}: {@code num_replicas}, {@code healthCheckPeriod}: {@code
 * health_check_period_s}).
 *
 * <p>Durations are a number with a unit: {@code 250ms}, {@code 10s}, {@code 2m}.
 *
 * @since 0.1
 */
@Documented
@Extension
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DeploymentOptions {

  /** Name inside the application; the simple name of the class when empty. */
  String name() default "";

  /**
   * First part of the paths that this deployment answers, such as {@code /hello}; {@code /} takes
   * whatever no other deployment does. Empty: not reachable from outside.
   */
  String routePrefix() default "";

  /** How many replicas run; at least 0. */
  int numReplicas() default 1;

  /** How many requests one replica works on at once; at least 1. */
  int maxOngoingRequests() default 100;

  /**
   * How many requests of this deployment may wait for a free replica; further ones get status 429.
   * At least 0.
   */
  int maxQueuedRequests() default 1000;

  /** From arrival to answer, waiting included; then status 504. {@code 0s}: no limit. */
  String requestTimeout() default "60s";

  /** The largest request body in bytes; larger ones get status 413. */
  long maxRequestBytes() default 64L * 1024 * 1024;

  /** From one health check to the next, give or take a tenth. */
  String healthCheckPeriod() default "10s";

  /** A health check that takes longer has failed. */
  String healthCheckTimeout() default "30s";

  /** After so many failed health checks in a row the replica is replaced; at least 1. */
  int healthCheckFailureThreshold() default 3;

  /** Constructor, {@link Deployment#start} and the first health check must be done in this time. */
  String startTimeout() default "60s";

  /** How long requests under way may take to finish when a replica stops. */
  String gracefulShutdownTimeout() default "20s";

  /** How a new version takes over. */
  UpdateStrategy updateStrategy() default UpdateStrategy.ROLLING;

  /**
   * True: {@link Deployment#handle} runs on the I/O thread and must never block, not even for a
   * lock. It is faster for very short work and stalls other requests when the promise is broken.
   */
  boolean nonBlocking() default false;

  /** Which answers are kept and given again without calling {@link Deployment#handle}: none. */
  ResponseCache responseCache() default @ResponseCache;

  /** What a replica must answer before it takes requests of others: nothing. */
  Probe probe() default @Probe;

  /** How a new version is watched after it has taken over: not at all. */
  Bake bake() default @Bake;
}
