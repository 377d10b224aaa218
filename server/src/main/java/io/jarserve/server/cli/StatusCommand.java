package io.jarserve.server.cli;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.Yaml;
import io.jarserve.server.model.InstanceStatus;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jarserve status}. */
@Command(
    name = "status",
    description = "Shows what the server serves and how it is.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every application is RUNNING, every deployment HEALTHY, no file is refused.",
      "1:Something is not; the table says what.",
      "2:The command line is wrong.",
      "3:No server answers at the address."
    })
public final class StatusCommand implements Callable<Integer> {

  /** How it is written. */
  enum Format {
    table,
    json,
    yaml
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<format>",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Format output = Format.table;

  @Option(
      names = {"-r", "--replicas"},
      description = "Lists every replica, not only those that are not well.")
  private boolean replicas;

  @Mixin private AddressOption address = new AddressOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try {
      InstanceStatus status = address.client().status();
      print(status, spec.commandLine().getOut());
      return StatusReport.allWell(status) ? ExitCode.OK : ExitCode.NOT_WELL;
    } catch (AdminException failed) {
      spec.commandLine().getErr().println("jarserve status: " + failed.getMessage());
      return failed.exitCode();
    }
  }

  private void print(InstanceStatus status, PrintWriter out) {
    switch (output) {
      case json -> out.println(Json.pretty(status));
      case yaml -> out.print(Yaml.write(status));
      case table ->
          new StatusReport(status, replicas)
              .lines(Clock.systemUTC().instant())
              .forEach(out::println);
    }
    out.flush();
  }
}
