package io.jarserve.api;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One HTTP request. Valid until its answer is sent; safe for use by one thread at a time.
 *
 * <p>The body can be read once, in one of the four ways. In a non-blocking deployment it has
 * arrived before the call; else reading it waits for the client. A body over the limit throws
 * {@link RequestException} with status 413, which the author need not catch.
 *
 * @since 0.1
 */
public interface Request {

  /**
   * The id that joins log lines, errors and the answer: taken from {@code X-Request-Id}, or made.
   */
  String id();

  /** The method in capitals, such as {@code GET}. */
  String method();

  /** The decoded path below the route prefix; {@code /} at least. */
  String path();

  /**
   * The path below the route prefix as the client wrote it: percent-encoded, with path parameters
   * such as {@code ;v=1}, without dot segments; {@code /} at least.
   *
   * @since 0.1
   */
  default String rawPath() {
    return path();
  }

  /**
   * The route prefix that led here, decoded, without a slash at its end; {@code /} when that is the
   * prefix. {@code routePrefix} and {@link #path} together are the path that the client asked for.
   *
   * @since 0.1
   */
  default String routePrefix() {
    return "/";
  }

  /**
   * The query as the client wrote it, without the question mark; empty when there is none.
   *
   * @since 0.1
   */
  default Optional<String> rawQuery() {
    return Optional.empty();
  }

  /**
   * {@code http} or {@code https}: how the client reached the server, as far as the server can see.
   *
   * @since 0.1
   */
  default String scheme() {
    return "http";
  }

  /**
   * Host, and port unless it is the scheme's own, as the client named them, such as {@code
   * example.org:8000}; the address that the request came in at when it named none.
   *
   * @since 0.1
   */
  default String authority() {
    return "localhost";
  }

  /**
   * The version of HTTP, such as {@code HTTP/1.1}.
   *
   * @since 0.1
   */
  default String protocol() {
    return "HTTP/1.1";
  }

  /**
   * Who sent the request: the other end of the connection, which may be a proxy's. Empty when it is
   * not known.
   *
   * @since 0.1
   */
  default Optional<InetSocketAddress> remoteAddress() {
    return Optional.empty();
  }

  /** The first value of a query parameter, decoded. */
  Optional<String> query(String name);

  /** All values of a query parameter, decoded, in order. */
  List<String> queryAll(String name);

  /** The first value of a header; the name in any case. */
  Optional<String> header(String name);

  /** All values of a header in order; the name in any case. */
  List<String> headerAll(String name);

  /** The names of all headers, as the client wrote them. */
  List<String> headerNames();

  /**
   * How long the answer may still take; {@link Duration#ZERO} when time is up, empty without a
   * limit.
   */
  Optional<Duration> timeLeft();

  /**
   * Whether nobody waits for the answer any more: the deadline passed, the client went, or the
   * replica had to stop. Safe for use by any thread, also after the answer.
   *
   * <p>That a client went is noticed within about a tenth of a second while nothing is read from it
   * or written to it, unless it sent more than this request (HTTP pipelining) or a part of its body
   * is unread. A client that closes its sending side counts as gone.
   *
   * @since 0.1
   */
  default boolean isCancelled() {
    return false;
  }

  /**
   * Runs an action when {@link #isCancelled} turns true, at once when it already is; never when the
   * answer was sent before. It is for work that goes on elsewhere: a thread that is in {@link
   * Deployment#handle} or in a {@link Response.BodyWriter} is interrupted besides.
   *
   * <p>Safe for use by any thread. The action runs on a thread of the plugin's, beside everything
   * else; what it throws is logged.
   *
   * @since 0.1
   */
  default void onCancel(Runnable action) {}

  /** The whole body. */
  byte[] bytes();

  /** The whole body, in the charset of its content type, else UTF-8. */
  String text();

  /** The body as it arrives. Closing it is not necessary. */
  InputStream stream();

  /**
   * The body as JSON, mapped to a record (or class) of the author's.
   *
   * @throws RequestException with status 400 when it is not JSON or does not fit; names the field
   */
  <T> T json(Class<T> type);

  /**
   * The body as JSON, held to its type: as {@link #json}, and a field is refused too that the type
   * does not have, or that is missing without being an {@code Optional} or {@code @Nullable}. What
   * a route with a declared body gets.
   *
   * @throws RequestException with status 400 when it is not JSON or does not fit; its {@link
   *     RequestException#field} is the JSON path
   * @since 0.1
   */
  default <T> T checkedJson(Class<T> type) {
    return json(type);
  }
}
