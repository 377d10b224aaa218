package io.jarserve.server.cli;

import io.jarserve.server.model.change.ChangeView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jarserve rollback}. */
@Command(
    name = "rollback",
    description = {
      "Serves a version again that served before, with its bytes and options.",
      "'jarserve history' lists the versions."
    },
    sortOptions = false,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:The version serves.",
      ExitCode.CHANGE_NOT_DONE,
      ExitCode.WRONG_LINE,
      ExitCode.NO_SERVER
    })
public final class RollbackCommand extends ChangingCommand {

  @Parameters(index = "0", paramLabel = "APPLICATION", description = "The application.")
  private String application = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Number of the version; without it, the one before the serving one.")
  private @Nullable Long version;

  @Override
  protected ChangeView change(Applications applications, Screen screen) throws AdminException {
    return applications.rollback(application, Optional.ofNullable(version));
  }
}
