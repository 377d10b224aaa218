package io.jarserve.server.cli;

/** The admin port did not give what it was asked for; the message is complete for people. */
public final class AdminException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean unreachable;

  private AdminException(String message, boolean unreachable) {
    super(message);
    this.unreachable = unreachable;
  }

  static AdminException unreachable(String message) {
    return new AdminException(message, true);
  }

  static AdminException refused(String message) {
    return new AdminException(message, false);
  }

  int exitCode() {
    return unreachable ? ExitCode.UNREACHABLE : ExitCode.NOT_WELL;
  }
}
