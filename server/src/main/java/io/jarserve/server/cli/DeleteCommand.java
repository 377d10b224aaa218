package io.jarserve.server.cli;

import io.jarserve.server.model.change.ChangeView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jarserve delete}. */
@Command(
    name = "delete",
    description = {"Drains applications and forgets them, with their history."},
    sortOptions = false,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:They are gone.",
      ExitCode.CHANGE_NOT_DONE,
      ExitCode.WRONG_LINE,
      ExitCode.NO_SERVER
    })
public final class DeleteCommand extends ChangingCommand {

  @Parameters(arity = "1..*", paramLabel = "APPLICATION", description = "The applications.")
  private List<String> names = new ArrayList<>();

  @Override
  protected ChangeView change(Applications applications, Screen screen) throws AdminException {
    return applications.each(new LinkedHashSet<>(names), Applications::delete);
  }
}
