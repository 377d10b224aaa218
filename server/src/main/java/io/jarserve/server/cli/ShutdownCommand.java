package io.jarserve.server.cli;

import io.jarserve.server.model.InstanceStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.NetworkInterface;
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
      "0:The server has stopped, or none was running at that address of this machine.",
      "1:It refused, or did not stop in time.",
      ExitCode.WRONG_LINE,
      ExitCode.NO_SERVER
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
      if (timeout < 0) {
        throw AdminException.unusable("--timeout takes seconds, at least 0, but is " + timeout);
      }
      AdminClient client = address.client();
      return shutdown(client, out);
    } catch (AdminException failed) {
      spec.commandLine().getErr().println("jarserve shutdown: " + failed.getMessage());
      return failed.exitCode();
    }
  }

  private int shutdown(AdminClient client, PrintWriter out) throws AdminException {
    try {
      InstanceStatus status = client.status();
      client.shutdown();
      out.println("the server at " + client.address() + " is stopping");
      out.flush();
      return await(client, status);
    } catch (AdminException failed) {
      if (!failed.isOfClosedPort() || !isOfThisMachine(client.address().getHost())) {
        throw failed;
      }
      out.println("nothing to stop: no server answers at " + client.address());
      return ExitCode.OK;
    }
  }

  /** Elsewhere, whatever is between here and there may turn callers away as well. */
  private static boolean isOfThisMachine(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException unknown) {
      return false;
    }
  }

  /** A process that is a program's goes on; one that is the server's ends after its ports. */
  private int await(AdminClient client, InstanceStatus server) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeout);
    Optional<ProcessHandle> process = InstanceProcess.of(server);
    BooleanSupplier stopped =
        () ->
            client.hasEnded(server.controllerInfo())
                && process.map(handle -> !handle.isAlive()).orElse(true);
    while (!stopped.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        spec.commandLine()
            .getErr()
            .println(
                "jarserve shutdown: the server at %s has not stopped after %s s; its log says what it waits for"
                    .formatted(client.address(), timeout));
        return ExitCode.NOT_WELL;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    spec.commandLine().getOut().println("stopped");
    return ExitCode.OK;
  }
}
