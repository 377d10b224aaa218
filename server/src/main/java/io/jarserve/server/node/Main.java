package io.jarserve.server.node;

import io.jarserve.server.cli.DeleteCommand;
import io.jarserve.server.cli.EventsCommand;
import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.cli.ExplainCommand;
import io.jarserve.server.cli.HistoryCommand;
import io.jarserve.server.cli.LogLevelCommand;
import io.jarserve.server.cli.RestartCommand;
import io.jarserve.server.cli.RollbackCommand;
import io.jarserve.server.cli.ScaleCommand;
import io.jarserve.server.cli.ShutdownCommand;
import io.jarserve.server.cli.StatusCommand;
import io.jarserve.server.json.NearestName;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code jarserve}: the process. */
@Command(
    name = "jarserve",
    description = "Serves the plugin JARs that are dropped into a directory.",
    subcommands = {
      StartCommand.class,
      RunCommand.class,
      DeployCommand.class,
      StatusCommand.class,
      ExplainCommand.class,
      EventsCommand.class,
      ScaleCommand.class,
      RestartCommand.class,
      HistoryCommand.class,
      RollbackCommand.class,
      DeleteCommand.class,
      LogsCommand.class,
      LogLevelCommand.class,
      ConfigCommand.class,
      BuildCommand.class,
      DoctorCommand.class,
      ShutdownCommand.class,
      TokenCommand.class,
      CheckpointCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionLine.class,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:Done, and all is well.",
      "1:Something is not well; the output says what.",
      "2:The command line, the config or the surroundings are wrong; the message says how.",
      ExitCode.NO_SERVER
    })
public final class Main implements Runnable {

  private static final OptionSpec HELP =
      OptionSpec.builder("-h", "--help")
          .usageHelp(true)
          .description("Show this help message and exit.")
          .build();

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.getSubcommands().values().forEach(Main::withHelp);
    return commandLine
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::wrong)
        .setExecutionExceptionHandler(Main::failed);
  }

  private static void withHelp(CommandLine subcommand) {
    if (!(subcommand.getCommand() instanceof HelpCommand)) {
      subcommand.getCommandSpec().addOption(HELP);
      subcommand.getSubcommands().values().forEach(Main::withHelp);
    }
  }

  /** Without a command there is only help. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int wrong(ParameterException fault, String[] arguments) {
    CommandLine command = fault.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(name + ": " + message(fault));
    err.println("'" + name + " --help' lists what there is.");
    return ExitCode.USAGE;
  }

  private static String message(ParameterException fault) {
    if (fault instanceof UnmatchedArgumentException unmatched) {
      String wrong = unmatched.getUnmatched().get(0);
      List<String> known =
          unmatched.isUnknownOption() ? options(fault) : commands(fault.getCommandLine());
      String what = unmatched.isUnknownOption() ? "unknown option '" : "unknown argument '";
      return what + wrong + "'" + NearestName.hint(wrong.replaceFirst("=.*", ""), known);
    }
    return String.valueOf(fault.getMessage());
  }

  private static List<String> options(ParameterException fault) {
    return List.copyOf(fault.getCommandLine().getCommandSpec().optionsMap().keySet());
  }

  private static List<String> commands(CommandLine command) {
    return List.copyOf(command.getSubcommands().keySet());
  }

  private static int failed(Exception fault, CommandLine command, ParseResult result) {
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": failed unexpectedly; this is a defect of Jarserve");
    fault.printStackTrace(command.getErr());
    return ExitCode.NOT_WELL;
  }

  /** The answer to {@code --version}. */
  static final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "jarserve " + Version.current(), "Java " + Runtime.version() + ", " + os()
      };
    }

    private static String os() {
      return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }
  }
}
