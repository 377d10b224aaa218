package io.jarserve.server.cli;

import io.jarserve.server.model.InstanceStatus;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jarserve status}. */
@Command(
    name = "status",
    description = "Shows what the server serves and how it is.",
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:Every application is RUNNING, every deployment HEALTHY, no file is refused.",
      "1:Something is not; the table says what.",
      ExitCode.WRONG_LINE,
      ExitCode.NO_SERVER
    })
public final class StatusCommand implements Callable<Integer> {

  private static final double LEAST_PAUSE_S = 0.01;
  private static final double MOST_PAUSE_S = 86_400;

  @Mixin private Output output = new Output();

  @Option(
      names = {"-r", "--replicas"},
      description = "Lists every replica, not only those that are not well.")
  private boolean replicas;

  @Option(
      names = {"-w", "--watch"},
      arity = "0..1",
      paramLabel = "<seconds>",
      fallbackValue = "1",
      description = {
        "Shows it again every so many seconds, ${FALLBACK-VALUE} without a number, until Ctrl-C.",
        "Where the output is no terminal: whenever something changed."
      })
  private @Nullable Double watch;

  @Mixin private AddressOption address = new AddressOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try {
      if (watch != null && !output.isTable()) {
        throw AdminException.unusable(
            "--watch shows a table; leave out -o, or ask again and again");
      } else if (watch != null && !(watch >= LEAST_PAUSE_S && watch <= MOST_PAUSE_S)) {
        throw AdminException.unusable(
            "--watch takes a number of seconds from %s to %s, but is %s"
                .formatted(LEAST_PAUSE_S, MOST_PAUSE_S, watch));
      }
      AdminClient client = address.client();
      return watch == null
          ? show(client.status())
          : watch(client, Duration.ofMillis((long) (watch * 1000)));
    } catch (AdminException failed) {
      spec.commandLine().getErr().println("jarserve status: " + failed.getMessage());
      return failed.exitCode();
    }
  }

  private int show(InstanceStatus status) {
    output.write(out(), status, () -> lines(status).stream().map(StatusCommand::painted).toList());
    return StatusReport.allWell(status) ? ExitCode.OK : ExitCode.NOT_WELL;
  }

  /** A server that is away comes into view again when it is back. */
  private int watch(AdminClient client, Duration pause) throws AdminException {
    Screen screen = Screen.of(spec);
    List<String> before = List.of();
    while (!out().checkError()) {
      List<String> now = looked(client);
      if (screen.isTerminal()) {
        screen.page(now);
      } else if (!after(now).equals(after(before))) {
        out().print(before.isEmpty() ? "" : System.lineSeparator());
        Output.lines(out(), now.stream().map(StatusCommand::painted).toList());
        before = now;
      }
      LockSupport.parkNanos(pause.toNanos());
    }
    return ExitCode.OK;
  }

  private List<String> looked(AdminClient client) throws AdminException {
    try {
      return lines(client.status());
    } catch (AdminException failed) {
      if (failed.exitCode() != ExitCode.UNREACHABLE) {
        throw failed;
      }
      return List.of("", String.valueOf(failed.getMessage()));
    }
  }

  private List<String> lines(InstanceStatus status) {
    return new StatusReport(status, replicas).lines(Clock.systemUTC().instant());
  }

  /** Without the heading, in which time goes by. */
  private static List<String> after(List<String> lines) {
    return lines.subList(Math.min(1, lines.size()), lines.size());
  }

  private static String painted(String line) {
    return Terminal.hasColours() ? Colours.painted(line) : line;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
