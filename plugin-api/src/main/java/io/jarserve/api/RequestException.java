package io.jarserve.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be answered, by the client's fault. Thrown out of {@link Deployment#handle}
 * it becomes an answer with its status and message as problem+json. Immutable.
 *
 * @since 0.1
 */
public class RequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String field;
  private final transient @Nullable List<Response.Header> headers;

  /**
   * @param status 400 to 499
   * @param message shown to the client
   * @throws IllegalArgumentException when the status is not one for client errors
   */
  public RequestException(int status, String message) {
    this(status, message, null, List.of());
  }

  /**
   * @param status 400 to 499
   * @param message shown to the client
   * @param field what of the request is wrong, for programs: the JSON path of a field such as
   *     {@code items[2].price}, or the name of a parameter; null when it is nothing by itself
   * @param headers what the answer has beside its own, such as {@code Allow}
   * @throws IllegalArgumentException when the status is not one for client errors
   * @since 0.1
   */
  public RequestException(
      int status, String message, @Nullable String field, List<Response.Header> headers) {
    super(message);
    if (status < 400 || status > 499) {
      throw new IllegalArgumentException(
          "status must be 400 to 499 but is "
              + status
              + "; throw any other exception for status 500");
    }
    this.status = status;
    this.field = field;
    this.headers = List.copyOf(headers);
  }

  /** The status of the answer, 400 to 499. */
  public int status() {
    return status;
  }

  /**
   * What of the request is wrong: the JSON path of a field, or the name of a parameter. It is the
   * member {@code field} of the answer.
   *
   * @since 0.1
   */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /**
   * What the answer has beside its own headers; unmodifiable.
   *
   * @since 0.1
   */
  public List<Response.Header> headers() {
    return headers == null ? List.of() : headers;
  }
}
