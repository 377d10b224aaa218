package io.jarserve.server.node;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.cli.Tail;
import io.jarserve.server.cli.Terminal;
import io.jarserve.server.config.ConfigException;
import io.jarserve.server.json.NearestName;
import io.jarserve.server.logs.LogFiles;
import io.jarserve.server.logs.LogFilter;
import io.jarserve.server.logs.LogLine;
import io.jarserve.server.logs.LogReader;
import io.jarserve.server.logs.LogText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jarserve logs}. Reads the files of a server, which may run or not, and asks nobody. */
@Command(
    name = "logs",
    description = {
      "Shows the log files of the server of this machine as one, by time.",
      "Works whether it runs or not, in the foreground or detached."
    },
    sortOptions = false,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:Shown.",
      "1:There are no logs of that application or deployment.",
      "2:The command line is wrong, or there are no logs; the message says where it looked."
    })
public final class LogsCommand implements Callable<Integer> {

  private static final long LOOK_AGAIN_MILLIS = 200;
  private static final int LOOK_FOR_READER_LINES = 1000;

  /** How it is written. */
  enum Format {
    text,
    json
  }

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "APPLICATION",
      description = "Only lines of this application.")
  private @Nullable String application;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DEPLOYMENT",
      description = "Only lines of this deployment of it.")
  private @Nullable String deployment;

  @Mixin private Tail tail = new Tail();

  @Option(
      names = "--request-id",
      paramLabel = "<id>",
      description = "Only lines of the request with this X-Request-Id, in all deployments.")
  private @Nullable String requestId;

  @Option(
      names = "--since",
      paramLabel = "<time>",
      converter = SinceConverter.class,
      description =
          "Only lines from there on: so long ago, such as 90s, 10m, 2h or 1d, or a time such as"
              + " 2030-01-31T12:00:00Z.")
  private @Nullable Instant since;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<format>",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Format output = Format.text;

  @Mixin private StatePlace server = new StatePlace();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return show(LogFiles.directory(server.settings().stateDir()));
    } catch (ConfigException fault) {
      return refused(ExitCode.USAGE, fault.getMessage());
    }
  }

  private int show(Path directory) throws IOException, InterruptedException {
    if (!Files.isDirectory(directory) && !tail.follows()) {
      return refused(
          ExitCode.USAGE,
          "there are no logs in "
              + directory
              + "; name the state directory of the server with --state-dir, or its config file with"
              + " --config");
    }
    try (LogReader reader = new LogReader(directory, filter())) {
      Optional<String> unknown = unknown(reader);
      if (unknown.isPresent() && !tail.follows()) {
        return refused(ExitCode.NOT_WELL, unknown.get() + "; looked in " + directory);
      }
      return show(reader);
    }
  }

  private LogFilter filter() {
    return new LogFilter(
        Optional.ofNullable(application),
        Optional.ofNullable(deployment),
        Optional.ofNullable(requestId),
        Optional.ofNullable(since));
  }

  private Optional<String> unknown(LogReader reader) throws IOException {
    if (application == null) {
      return Optional.empty();
    }
    List<String> applications = reader.applications();
    if (!applications.contains(application)) {
      return Optional.of(
          "there are no logs of an application '"
              + application
              + "'"
              + NearestName.hint(application, applications));
    }
    List<String> deployments = reader.deployments(application);
    return deployment == null || deployments.contains(deployment)
        ? Optional.empty()
        : Optional.of(
            "there are no logs of a deployment '"
                + deployment
                + "' of "
                + application
                + NearestName.hint(deployment, deployments));
  }

  private int show(LogReader reader) throws IOException, InterruptedException {
    if (tail.isLimited()) {
      last(reader).forEach(this::print);
    } else {
      printAll(reader);
    }
    while (tail.follows() && !out().checkError()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      printAll(reader);
    }
    out().flush();
    return ExitCode.OK;
  }

  /** As long as somebody reads on. */
  private void printAll(LogReader reader) throws IOException {
    long printed = 0;
    for (LogLine line = reader.next(); line != null; line = reader.next()) {
      print(line);
      if (++printed % LOOK_FOR_READER_LINES == 0 && out().checkError()) {
        return;
      }
    }
  }

  private Deque<LogLine> last(LogReader reader) throws IOException {
    Deque<LogLine> last = new ArrayDeque<>();
    for (LogLine line = reader.next(); line != null; line = reader.next()) {
      tail.keep(last, line);
    }
    return last;
  }

  private void print(LogLine line) {
    String text =
        switch (output) {
          case json -> new String(line.bytes(), StandardCharsets.UTF_8).stripTrailing();
          case text -> new LogText(ZoneId.systemDefault(), Terminal.hasColours()).of(line);
        };
    out().print(text + System.lineSeparator()); // println would hand on each line by itself
  }

  private int refused(int exitCode, String message) {
    spec.commandLine().getErr().println("jarserve logs: " + message);
    return exitCode;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
