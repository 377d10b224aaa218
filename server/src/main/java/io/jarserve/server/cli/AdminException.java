package io.jarserve.server.cli;

/** The admin port did not give what it was asked for; the message is complete for people. */
public final class AdminException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is known of the other side. */
  private enum Side {
    /** Nothing listens there. */
    CLOSED,
    /** There is no host of that name. */
    UNKNOWN_HOST,
    /** It may be there. */
    OTHER
  }

  private final int exitCode;
  private final Side side;

  private AdminException(String message, int exitCode, Side side) {
    super(message);
    this.exitCode = exitCode;
    this.side = side;
  }

  /** Nothing listens there. */
  static AdminException closed(String message) {
    return new AdminException(message, ExitCode.UNREACHABLE, Side.CLOSED);
  }

  static AdminException unknownHost(String message) {
    return new AdminException(message, ExitCode.UNREACHABLE, Side.UNKNOWN_HOST);
  }

  static AdminException unreachable(String message) {
    return new AdminException(message, ExitCode.UNREACHABLE, Side.OTHER);
  }

  static AdminException refused(String message) {
    return new AdminException(message, ExitCode.NOT_WELL, Side.OTHER);
  }

  /** Before anything was asked. */
  public static AdminException unusable(String message) {
    return new AdminException(message, ExitCode.USAGE, Side.OTHER);
  }

  int exitCode() {
    return exitCode;
  }

  /** Whether nothing listens there. */
  boolean isOfClosedPort() {
    return side == Side.CLOSED;
  }

  /** Whether whatever was there is gone: its port, or its host. */
  boolean isOfNobody() {
    return side != Side.OTHER;
  }
}
