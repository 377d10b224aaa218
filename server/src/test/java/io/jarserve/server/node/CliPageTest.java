package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The page about the command line has every command, and every command says how it ends. */
class CliPageTest {

  private static final Path PAGE = Path.of("..", "docs", "cli.md");
  private static final Pattern ROW = Pattern.compile("\\| `jarserve ([a-z-]+)` \\| .*");

  @Test
  void page_listsEveryCommandAndNoOther() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .map(ROW::matcher)
            .filter(row -> row.matches())
            .map(row -> row.group(1))
            .toList();

    assertThat(rows)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            commands().keySet().stream().filter(name -> !name.equals("help")).toList());
  }

  @Test
  void commands_allTellTheirExitCodes() {
    commands()
        .forEach(
            (name, command) -> {
              if (!name.equals("help")) {
                assertThat(command.getCommandSpec().usageMessage().exitCodeList().keySet())
                    .as(name)
                    .contains("0", "2");
              }
            });
  }

  private static Map<String, CommandLine> commands() {
    return Main.commandLine().getSubcommands();
  }
}
