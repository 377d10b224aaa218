package io.jarserve.api;

/**
 * A call through a {@link DeploymentHandle} that the callee did not answer. Each reason is a class
 * of its own, to be caught by those who know what to do; thrown out of {@link Deployment#handle} it
 * becomes an answer with {@link #status}, as problem+json.
 *
 * <p>What the callee itself throws is no such exception inside one application: it arrives as it
 * was thrown.
 *
 * @since 0.1
 */
public abstract sealed class HandleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  private HandleException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The status of the answer when nobody catches it. */
  public final int status() {
    return status;
  }

  /**
   * There is no such application or deployment just now, or none of its replicas is healthy: status
   * 503.
   *
   * @since 0.1
   */
  public static final class Unavailable extends HandleException {
    private static final long serialVersionUID = 1L;

    /** Says which callee, and why. */
    public Unavailable(String message) {
      super(503, message);
    }
  }

  /**
   * Every replica is at its {@code max_ongoing_requests} and {@code max_queued_requests} wait
   * already: status 429.
   *
   * @since 0.1
   */
  public static final class Busy extends HandleException {
    private static final long serialVersionUID = 1L;

    /** Says which callee, and how many wait. */
    public Busy(String message) {
      super(429, message);
    }
  }

  /**
   * The time of the request that the call belongs to is up, or the call waited for longer than the
   * callee's {@code request_timeout_s}: status 504.
   *
   * @since 0.1
   */
  public static final class Deadline extends HandleException {
    private static final long serialVersionUID = 1L;

    /** Says which callee. */
    public Deadline(String message) {
      super(504, message);
    }
  }

  /**
   * The call was ended from outside: the request that it belongs to was cancelled, or the callee's
   * replica had to stop: status 503.
   *
   * @since 0.1
   */
  public static final class Stopped extends HandleException {
    private static final long serialVersionUID = 1L;

    /** Says which callee, and who ended it. */
    public Stopped(String message) {
      super(503, message);
    }
  }

  /**
   * The callee threw, or what it takes or gives does not fit: status 500. Only between two
   * applications, and for untyped calls; the message has the class and the message of what was
   * thrown.
   *
   * @since 0.1
   */
  public static final class Failed extends HandleException {
    private static final long serialVersionUID = 1L;

    /** Says which callee, and what it threw. */
    public Failed(String message) {
      super(500, message);
    }
  }
}
