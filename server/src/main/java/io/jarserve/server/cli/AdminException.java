package io.jarserve.server.cli;

/** The admin port did not give what it was asked for; the message is complete for people. */
public final class AdminException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private AdminException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  static AdminException unreachable(String message) {
    return new AdminException(message, ExitCode.UNREACHABLE);
  }

  static AdminException refused(String message) {
    return new AdminException(message, ExitCode.NOT_WELL);
  }

  /** Before anything was asked. */
  public static AdminException unusable(String message) {
    return new AdminException(message, ExitCode.USAGE);
  }

  int exitCode() {
    return exitCode;
  }
}
