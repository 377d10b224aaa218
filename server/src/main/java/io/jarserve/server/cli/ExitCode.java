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

  /** For the help of commands: what comes before their exit codes. */
  public static final String HEADING = "%nExit codes:%n";

  /** For the help of commands that ask for a change. */
  public static final String CHANGE_NOT_DONE =
      NOT_WELL + ":It is refused, fails, or is not done in time; the message says why.";

  /** For the help of commands to which nothing else can be wrong. */
  public static final String WRONG_LINE = USAGE + ":The command line is wrong.";

  /** For the help of commands that ask a server. */
  public static final String NO_SERVER = UNREACHABLE + ":No server answers at the address.";

  private ExitCode() {}
}
