package io.jarserve.server.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a version is watched that takes over, or has taken over, from the last good one. It is that
 * one's successor only when this time has passed.
 *
 * @param before how the last good version fared, by deployment
 * @param since when the last good version had let go of its last request; empty until then
 */
public record Bake(Map<String, Traffic> before, Optional<Instant> since) {

  public Bake {
    before = Map.copyOf(before);
  }

  /** Of a version that only rolls in. */
  public static Bake ahead(Map<String, Traffic> before) {
    return new Bake(before, Optional.empty());
  }

  /** The watch begins. */
  public Bake begun(Instant now) {
    return new Bake(before, Optional.of(now));
  }

  /** How the last good version fared there; {@link Traffic#NONE} when that is not known. */
  public Traffic before(String deployment) {
    return before.getOrDefault(deployment, Traffic.NONE);
  }
}
