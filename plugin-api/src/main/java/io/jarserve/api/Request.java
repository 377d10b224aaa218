package io.jarserve.api;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One HTTP request. Valid until its answer is sent; safe for use by one thread at a time.
 *
 * <p>The body can be read once, in one of the four ways. In a non-blocking deployment it has
 * arrived before the call; else reading it waits for the client. A body over the limit throws
 * {@link RequestException} with status 413, which the author need not catch.
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
}
