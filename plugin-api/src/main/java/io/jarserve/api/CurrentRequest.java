package io.jarserve.api;

import java.time.Duration;
import java.util.Optional;

/**
 * The request that the current thread works for: one that the deployment answers, or the one that a
 * call from another deployment belongs to. Stays readable after the answer; safe for use by many
 * threads.
 *
 * @since 0.1
 */
public interface CurrentRequest {

  /** The same as {@link Request#id()}; log lines, errors and the answer carry it. */
  String id();

  /**
   * How long the answer may still take; {@link Duration#ZERO} when time is up, empty without a
   * limit. Give it to what you call.
   */
  Optional<Duration> timeLeft();

  /**
   * The trace that the request belongs to: the caller's, else one that was begun for it. Send its
   * headers along with what you call.
   */
  TraceContext trace();

  /** The id of the model that the request is for: the value of {@link Multiplexed#HEADER}. */
  default Optional<String> multiplexedModelId() {
    return Optional.empty();
  }
}
