package io.jarserve.server.cli;

import io.jarserve.server.model.change.ChangeView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command that asks for a change, and waits until it is done. What it waits for goes on when the
 * command ends early.
 */
public abstract class ChangingCommand implements Callable<Integer> {

  @Option(
      names = "--dry-run",
      description = "Changes nothing, and shows what would restart and why.")
  private boolean dryRun;

  @Option(
      names = "--no-wait",
      description = "Returns when the change is saved, and does not wait until it is done.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "<seconds>",
      defaultValue = "120",
      description = "How long to wait until it is done; default ${DEFAULT-VALUE}.")
  private int timeout;

  @Mixin private Output output = new Output();

  @Mixin private AddressOption address = new AddressOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Asks for the change. */
  protected abstract ChangeView change(Applications applications, Screen screen)
      throws AdminException;

  @Override
  public final Integer call() {
    try {
      if (timeout < 0) {
        throw AdminException.unusable("--timeout takes seconds, at least 0, but is " + timeout);
      }
      Applications applications = new Applications(address.client(), dryRun);
      Screen screen = Screen.of(spec);
      ChangeView change = change(applications, screen);
      screen.wipe();
      if (dryRun || noWait) {
        output.write(out(), change, () -> ChangeReport.lines(change));
        return ExitCode.OK;
      }
      return await(applications, change, screen);
    } catch (AdminException failed) {
      err().println("jarserve " + spec.name() + ": " + failed.getMessage());
      return failed.exitCode();
    }
  }

  /** Programs get what was accepted, and nothing of how far it is. */
  private int await(Applications applications, ChangeView change, Screen screen)
      throws AdminException {
    if (output.isTable()) {
      ChangeReport.changed(change).forEach(screen::print);
      return new Rollout(applications, change, screen, err()).await(Duration.ofSeconds(timeout));
    }
    int code =
        new Rollout(applications, change, Screen.none(), err()).await(Duration.ofSeconds(timeout));
    output.write(out(), change, () -> ChangeReport.lines(change));
    return code;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
