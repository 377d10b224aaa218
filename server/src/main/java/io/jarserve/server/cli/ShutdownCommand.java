package io.jarserve.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jarserve shutdown}. */
@Command(
    name = "shutdown",
    description = "Stops the server: requests under way finish, then every replica is stopped.",
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:The server has stopped, or none was running at the address.",
      "1:It refused, or did not stop in time.",
      ExitCode.WRONG_LINE
    })
public final class ShutdownCommand implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofMillis(100);

  @Option(
      names = "--timeout",
      paramLabel = "<seconds>",
      defaultValue = "120",
      description = "How long to wait until it has stopped; default ${DEFAULT-VALUE}.")
  private int timeout;

  @Mixin private AddressOption address = new AddressOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      AdminClient client = address.client();
      return shutdown(client, out);
    } catch (AdminException failed) {
      spec.commandLine().getErr().println("jarserve shutdown: " + failed.getMessage());
      return failed.exitCode();
    }
  }

  private int shutdown(AdminClient client, PrintWriter out) throws AdminException {
    try {
      Optional<ProcessHandle> process = InstanceProcess.of(client.status());
      client.shutdown();
      out.println("the server at " + client.address() + " is stopping");
      out.flush();
      return await(client, process);
    } catch (AdminException failed) {
      if (failed.exitCode() != ExitCode.UNREACHABLE) {
        throw failed;
      }
      out.println("nothing to stop: no server answers at " + client.address());
      return ExitCode.OK;
    }
  }

  private int await(AdminClient client, Optional<ProcessHandle> process) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeout);
    BooleanSupplier stopped =
        () -> !client.isOpen() && process.map(handle -> !handle.isAlive()).orElse(true);
    while (!stopped.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        spec.commandLine()
            .getErr()
            .println(
                "jarserve shutdown: the server at %s has not stopped after %d s; its log says what it waits for"
                    .formatted(client.address(), timeout));
        return ExitCode.NOT_WELL;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    spec.commandLine().getOut().println("stopped");
    return ExitCode.OK;
  }
}
