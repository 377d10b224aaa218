package io.jarserve.server.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jarserve log-level}. */
@Command(
    name = "log-level",
    description = {
      "Shows or sets from which level on a deployment logs, while it serves.",
      "It holds until the server ends, and for all versions of the deployment."
    },
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:Done.",
      "1:There is no such application, deployment or level.",
      ExitCode.WRONG_LINE,
      ExitCode.NO_SERVER
    })
public final class LogLevelCommand implements Callable<Integer> {

  private static final String DEFAULT = "default";

  @Parameters(index = "0", paramLabel = "APPLICATION", description = "The application.")
  private String application = "";

  @Parameters(index = "1", paramLabel = "DEPLOYMENT", description = "The deployment.")
  private String deployment = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "LEVEL",
      description = "trace, debug, info, warn, error, off, or default: as the server's own.")
  private @Nullable String level;

  @Mixin private AddressOption address = new AddressOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try {
      Optional<String> now = asked(address.client());
      spec.commandLine()
          .getOut()
          .println(application + "#" + deployment + " " + now.orElse(DEFAULT));
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    } catch (AdminException failed) {
      spec.commandLine().getErr().println("jarserve log-level: " + failed.getMessage());
      return failed.exitCode();
    }
  }

  private Optional<String> asked(AdminClient client) throws AdminException {
    if (level == null) {
      return client.logLevel(application, deployment);
    }
    Optional<String> wanted = Optional.of(level).filter(word -> !word.equals(DEFAULT));
    return client.setLogLevel(application, deployment, wanted);
  }
}
