package io.jarserve.server.node;

import io.jarserve.server.cli.AdminClient;
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
import io.jarserve.server.cli.Terminal;
import io.jarserve.server.json.NearestName;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
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

  /** In the order in which help lists them. */
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("start", StartCommand.class);
    COMMANDS.put("run", RunCommand.class);
    COMMANDS.put("deploy", DeployCommand.class);
    COMMANDS.put("status", StatusCommand.class);
    COMMANDS.put("explain", ExplainCommand.class);
    COMMANDS.put("events", EventsCommand.class);
    COMMANDS.put("scale", ScaleCommand.class);
    COMMANDS.put("restart", RestartCommand.class);
    COMMANDS.put("history", HistoryCommand.class);
    COMMANDS.put("rollback", RollbackCommand.class);
    COMMANDS.put("delete", DeleteCommand.class);
    COMMANDS.put("logs", LogsCommand.class);
    COMMANDS.put("log-level", LogLevelCommand.class);
    COMMANDS.put("config", ConfigCommand.class);
    COMMANDS.put("build", BuildCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("shutdown", ShutdownCommand.class);
    COMMANDS.put("token", TokenCommand.class);
    COMMANDS.put("checkpoint", CheckpointCommand.class);
    COMMANDS.put("completion", CompletionCommand.class);
    COMMANDS.put("help", HelpCommand.class);
  }

  /** Those that tell about all the others. */
  private static final Set<String> ABOUT_ALL = Set.of("completion", "help");

  /** Those that begin with the status of a server. */
  private static final Set<String> ASKING =
      Set.of("deploy", "status", "scale", "restart", "rollback", "delete", "shutdown");

  /** Those to which serving is what matters, whatever becomes of their words. */
  private static final Set<String> SERVING = Set.of("start", "run");

  private static final OptionSpec HELP =
      OptionSpec.builder("-h", "--help")
          .usageHelp(true)
          .description("Show this help message and exit.")
          .build();

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String... arguments) {
    if (arguments.length > 0 && ASKING.contains(arguments[0])) {
      AdminClient.prepare();
    }
    StandardOutput out = StandardOutput.ofThisProcess();
    System.exit(run(commandLine(arguments), out, arguments));
  }

  /** What a command was asked for and could not write was not done. */
  static int run(CommandLine commandLine, StandardOutput out, String... arguments) {
    PrintWriter writer = out.writer();
    int code = commandLine.setOut(writer).execute(arguments);
    writer.flush();
    Optional<String> loss = out.loss().filter(lost -> !SERVING.contains(first(arguments)));
    loss.ifPresent(lost -> commandLine.getErr().println(lost(lost, first(arguments))));
    return loss.isPresent() && code == ExitCode.OK ? ExitCode.NOT_WELL : code;
  }

  private static String lost(String loss, String command) {
    String name = COMMANDS.containsKey(command) ? "jarserve " + command : "jarserve";
    return name + ": " + loss + "; make room there, or write elsewhere";
  }

  private static String first(String... arguments) {
    return arguments.length == 0 ? "" : arguments[0];
  }

  /** With all commands. */
  static CommandLine commandLine() {
    return commandLine(new String[0]);
  }

  /** With the command that is asked for. To make all of them takes longer than most take to run. */
  static CommandLine commandLine(String... arguments) {
    String first = first(arguments);
    boolean one = COMMANDS.containsKey(first) && !ABOUT_ALL.contains(first);
    CommandLine commandLine = new CommandLine(new Main());
    for (Map.Entry<String, Class<?>> command : COMMANDS.entrySet()) {
      if (!one || command.getKey().equals(first)) {
        commandLine.addSubcommand(command.getKey(), new CommandLine(command.getValue()));
      }
    }
    commandLine.getSubcommands().values().forEach(Main::withHelp);
    return commandLine
        .setUsageHelpWidth(100)
        .setColorScheme(Help.defaultColorScheme(Terminal.hasColours() ? Ansi.ON : Ansi.OFF))
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
    return String.valueOf(fault.getMessage())
        .replaceFirst("is not an? (int|long)$", "is not a whole number")
        .replaceFirst("is not a double$", "is not a number");
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
