package io.jarserve.server.cli;

import io.jarserve.server.model.VersionsView;
import io.jarserve.server.model.VersionsView.VersionView;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jarserve history}. */
@Command(
    name = "history",
    description = "Lists the versions of an application that 'jarserve rollback' can go back to.",
    sortOptions = false,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:Shown.",
      "1:There is no such application.",
      ExitCode.WRONG_LINE,
      ExitCode.NO_SERVER
    })
public final class HistoryCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final int DIGEST_LETTERS = 12;

  @Parameters(index = "0", paramLabel = "APPLICATION", description = "The application.")
  private String application = "";

  @Mixin private Output output = new Output();

  @Mixin private AddressOption address = new AddressOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try {
      VersionsView versions = new Applications(address.client(), false).versions(application);
      output.write(spec.commandLine().getOut(), versions, () -> lines(versions));
      return ExitCode.OK;
    } catch (AdminException failed) {
      spec.commandLine().getErr().println("jarserve history: " + failed.getMessage());
      return failed.exitCode();
    }
  }

  private static List<String> lines(VersionsView versions) {
    Table table = new Table();
    table.row("NUMBER", "VERSION", "STATE", "DIGEST", "SERVED FROM", "BY", "HOW");
    versions.versions().forEach(version -> row(table, version));
    return table.lines();
  }

  private static void row(Table table, VersionView version) {
    table.row(
        Long.toString(version.number()),
        version.version(),
        version.state(),
        version.digest().substring(0, Math.min(DIGEST_LETTERS, version.digest().length())),
        time(version.servedAtS()),
        version.by(),
        version.how());
  }

  private static String time(@Nullable Double seconds) {
    return seconds == null
        ? ""
        : TIME.format(Instant.ofEpochMilli((long) (seconds * 1000)).atZone(ZoneId.systemDefault()));
  }
}
