package io.jarserve.server.node;

/**
 * What was found when the surroundings of a server were looked at.
 *
 * @param subject what was looked at, such as {@code http_port 8000}
 * @param found what it is found to be
 * @param remedy what to do about it; empty when all is well
 */
record Finding(Level level, String subject, String found, String remedy) {

  /** How it is. */
  enum Level {
    /** As it should be. */
    ok,
    /** A server works, and may not for long or not well. */
    warning,
    /** A server cannot start, or will lose something. */
    failed
  }

  static Finding ok(String subject, String found) {
    return new Finding(Level.ok, subject, found, "");
  }

  static Finding warning(String subject, String found, String remedy) {
    return new Finding(Level.warning, subject, found, remedy);
  }

  static Finding failed(String subject, String found, String remedy) {
    return new Finding(Level.failed, subject, found, remedy);
  }
}
