package io.jarserve.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event, as browsers' {@code EventSource} and others understand it. Immutable.
 *
 * @param name what kind of event it is; null for the kind {@code message}
 * @param data any text, also of several lines; an empty one is not told to the client's code
 * @param id what the client gives as {@code Last-Event-ID} when it connects again; null for none
 * @param retry how long the client shall wait before it connects again, from here on; null for no
 *     word about it
 * @since 0.1
 */
public record ServerEvent(
    @Nullable String name, String data, @Nullable String id, @Nullable Duration retry) {

  /**
   * @throws IllegalArgumentException when name or id hold a line break or NUL, or the time to wait
   *     is negative
   */
  public ServerEvent {
    check("name", name);
    check("id", id);
    if (retry != null && retry.isNegative()) {
      throw new IllegalArgumentException("retry must not be negative but is " + retry);
    }
  }

  /** An event of the kind {@code message}. */
  public static ServerEvent of(String data) {
    return new ServerEvent(null, data, null, null);
  }

  /** This event with a name. */
  public ServerEvent withName(String name) {
    return new ServerEvent(name, data, id, retry);
  }

  /** This event with an id. */
  public ServerEvent withId(String id) {
    return new ServerEvent(name, data, id, retry);
  }

  /** This event with the time that a client shall wait before it connects again. */
  public ServerEvent withRetry(Duration retry) {
    return new ServerEvent(name, data, id, retry);
  }

  private static void check(String what, @Nullable String text) {
    if (text != null && text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw new IllegalArgumentException(
          what + " of an event must not hold a line break or NUL but is '" + text + "'");
    }
  }
}
