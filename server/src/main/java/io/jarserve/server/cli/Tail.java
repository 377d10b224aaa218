package io.jarserve.server.cli;

import java.util.Deque;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a command that shows the last of what there is, and may go on. */
public final class Tail {

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on showing what comes, over restarts of the server, until Ctrl-C.")
  private boolean follow;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  private @Nullable Integer lines;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "<number>",
      description = "Only so many of the last ones, before those that follow.")
  void limit(int most) {
    if (most < 0) {
      throw new ParameterException(
          spec.commandLine(), "--lines takes a number, at least 0, but is " + most);
    }
    lines = most;
  }

  /** Whether it goes on. */
  public boolean follows() {
    return follow;
  }

  /** Whether not everything is to be shown that is there. */
  public boolean isLimited() {
    return lines != null;
  }

  /** Adds to what is to be shown, and drops the first where that is too much. */
  public <T> void keep(Deque<T> shown, T next) {
    shown.add(next);
    if (lines != null && shown.size() > lines) {
      shown.remove();
    }
  }
}
