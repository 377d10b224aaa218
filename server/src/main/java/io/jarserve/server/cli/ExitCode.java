package io.jarserve.server.cli;

/** What the process tells its caller. The numbers are documented; they never change. */
public final class ExitCode {

  /** Done, and all is well. */
  public static final int OK = 0;

  /** Understood, and something is not well. */
  public static final int NOT_WELL = 1;

  /** A command line, a config or surroundings that the command cannot work with. */
  public static final int USAGE = 2;

  /** No server answers at the address. */
  public static final int UNREACHABLE = 3;

  private ExitCode() {}
}
