package io.jarserve.server.node;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.cli.Output;
import io.jarserve.server.config.ConfigException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jarserve doctor}. Takes the options of {@code start}, and starts nothing. */
@Command(
    name = "doctor",
    description = {
      "Looks whether 'jarserve start' with the same options would work on this machine: Java,"
          + " directories, disk, clock, checkpoint path, certificates, ports."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    modelTransformer = KeyOptions.class,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:Nothing has failed; there may be warnings.",
      "1:Something has failed; the output says what, and what to do.",
      "2:The command line or a setting is wrong."
    })
public final class DoctorCommand implements Callable<Integer> {

  @Mixin private ConfigFiles config = new ConfigFiles();

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try {
      var settings = config.with(KeyOptions.given(spec)).server();
      List<Finding> findings = new Surroundings(settings, Clock.systemUTC().instant()).findings();
      output.write(
          spec.commandLine().getOut(), Map.of("findings", findings), () -> lines(findings));
      boolean failed = findings.stream().anyMatch(f -> f.level() == Finding.Level.failed);
      return failed ? ExitCode.NOT_WELL : ExitCode.OK;
    } catch (ConfigException fault) {
      spec.commandLine().getErr().println("jarserve doctor: " + fault.getMessage());
      return ExitCode.USAGE;
    }
  }

  private static List<String> lines(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      lines.add("%-7s  %s: %s".formatted(finding.level(), finding.subject(), finding.found()));
      if (!finding.remedy().isEmpty()) {
        lines.add("         -> " + finding.remedy());
      }
    }
    return lines;
  }
}
