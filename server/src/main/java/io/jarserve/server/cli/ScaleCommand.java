package io.jarserve.server.cli;

import io.jarserve.server.model.change.ChangeView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jarserve scale}. */
@Command(
    name = "scale",
    description = {"Sets how many replicas a deployment has; the others go on as they are."},
    sortOptions = false,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:So many replicas are ready.",
      ExitCode.CHANGE_NOT_DONE,
      ExitCode.WRONG_LINE,
      ExitCode.NO_SERVER
    })
public final class ScaleCommand extends ChangingCommand {

  @Parameters(index = "0", paramLabel = "APPLICATION", description = "The application.")
  private String application = "";

  @Parameters(index = "1", paramLabel = "DEPLOYMENT", description = "The deployment.")
  private String deployment = "";

  @Parameters(index = "2", paramLabel = "REPLICAS", description = "How many.")
  private int replicas;

  @Override
  protected ChangeView change(Applications applications, Screen screen) throws AdminException {
    return applications.scale(application, deployment, replicas);
  }
}
