package io.jarserve.server.embed;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of an instance could not be done; the message says what, which, and the remedy.
 *
 * @since 0.1
 */
public final class JarserveException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  JarserveException(String reason, String message) {
    this(reason, message, null);
  }

  JarserveException(String reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static JarserveException interrupted(String waitedFor) {
    Thread.currentThread().interrupt();
    return new JarserveException("interrupted", "interrupted while waiting for " + waitedFor);
  }

  static JarserveException of(Enum<?> reason, String message) {
    return new JarserveException(reason.name().toLowerCase(Locale.ROOT), message);
  }

  /**
   * The kind of failure, for programs: one word, such as {@code not_found}, {@code deploy_failed}
   * or {@code owned_by_another}. The admin API has the same ones.
   */
  public String reason() {
    return reason;
  }
}
