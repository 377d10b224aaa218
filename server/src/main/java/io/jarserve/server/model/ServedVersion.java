package io.jarserve.server.model;

import java.time.Instant;

/**
 * A version that once served with all its replicas: what history lists, and what rollback goes back
 * to.
 *
 * @param number counts up inside an application; no two versions share one
 * @param by who wanted it
 * @param servedAt when all its replicas were ready first
 */
public record ServedVersion(
    long number, ApplicationSpec spec, Provenance by, Instant servedAt, Fate fate) {

  /** What became of a version that served. */
  public enum Fate {
    /** It serves, or was followed by a newer one. */
    SERVED,
    /** It was left for an older one. */
    ROLLED_BACK
  }

  ServedVersion withSpec(ApplicationSpec same) {
    return new ServedVersion(number, same, by, servedAt, fate);
  }

  ServedVersion withFate(Fate changed) {
    return new ServedVersion(number, spec, by, servedAt, changed);
  }
}
