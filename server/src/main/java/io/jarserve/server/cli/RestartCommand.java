package io.jarserve.server.cli;

import io.jarserve.server.model.change.ChangeView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jarserve restart}. */
@Command(
    name = "restart",
    description = {
      "Replaces replicas by new ones of the same version, a few at a time.",
      "A version that is known to fail is tried again."
    },
    sortOptions = false,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:The new replicas serve.",
      ExitCode.CHANGE_NOT_DONE,
      ExitCode.WRONG_LINE,
      ExitCode.NO_SERVER
    })
public final class RestartCommand extends ChangingCommand {

  @Parameters(index = "0", paramLabel = "APPLICATION", description = "The application.")
  private String application = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DEPLOYMENT",
      description = "Only this deployment.")
  private @Nullable String deployment;

  @Override
  protected ChangeView change(Applications applications, Screen screen) throws AdminException {
    return applications.restart(application, Optional.ofNullable(deployment));
  }
}
