package io.jarserve.api;

/**
 * How a new version of a deployment takes over from the old one.
 *
 * @since 0.1
 */
public enum UpdateStrategy {
  /** A new replica is healthy before an old one stops; both versions serve for a while. */
  ROLLING,
  /**
   * All old replicas have stopped before a new one starts: for deployments that own something which
   * only one of them can hold. There is a gap in which requests get status 503.
   */
  RECREATE
}
