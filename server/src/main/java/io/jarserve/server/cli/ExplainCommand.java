package io.jarserve.server.cli;

import io.jarserve.server.model.Explanation;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jarserve explain}. */
@Command(
    name = "explain",
    description = {
      "Tells why an application is in its state: what the controller goes by just now, with what is"
          + " observed, what it is held against and what follows; and what happened last."
    },
    sortOptions = false,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:Shown, whatever the state is.",
      "1:There is no such application.",
      ExitCode.WRONG_LINE,
      ExitCode.NO_SERVER
    })
public final class ExplainCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "APPLICATION", description = "The application.")
  private String application = "";

  @Mixin private Output output = new Output();

  @Mixin private AddressOption address = new AddressOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try {
      Explanation explanation = new Applications(address.client(), false).explain(application);
      output.write(
          spec.commandLine().getOut(),
          explanation,
          () -> ExplainReport.lines(explanation, ZoneId.systemDefault()));
      return ExitCode.OK;
    } catch (AdminException failed) {
      spec.commandLine().getErr().println("jarserve explain: " + failed.getMessage());
      return failed.exitCode();
    }
  }
}
