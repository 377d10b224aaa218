package io.jarserve.server.logs;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Log lines for tests. */
final class Lines {

  static final Instant NOON = Instant.parse("2030-01-31T12:00:00.000001Z");

  private Lines() {}

  static LogMark mark(String application, String deployment, @Nullable String requestId) {
    return new LogMark(application, deployment, "r1", requestId);
  }

  /** So many seconds after noon. */
  static LogLine line(int second, @Nullable LogMark mark, String message) {
    return new LogLine(
        NOON.plusSeconds(second),
        "INFO",
        "com.acme.Thing",
        "main",
        mark == null ? null : mark.application(),
        mark == null ? null : mark.deployment(),
        mark == null ? null : mark.replica(),
        mark == null ? null : mark.requestId(),
        message,
        Map.of(),
        null);
  }
}
