package io.jarserve.api;

/**
 * A request that cannot be answered, by the client's fault. Thrown out of {@link Deployment#handle}
 * it becomes an answer with its status and message as problem+json.
 */
public class RequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status 400 to 499
   * @param message shown to the client
   * @throws IllegalArgumentException when the status is not one for client errors
   */
  public RequestException(int status, String message) {
    super(message);
    if (status < 400 || status > 499) {
      throw new IllegalArgumentException(
          "status must be 400 to 499 but is "
              + status
              + "; throw any other exception for status 500");
    }
    this.status = status;
  }

  /** The status of the answer, 400 to 499. */
  public int status() {
    return status;
  }
}
