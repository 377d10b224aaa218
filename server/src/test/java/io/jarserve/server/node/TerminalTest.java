package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jarserve.server.testing.CommandShell;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.TinyTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What commands write to a real terminal, and to what only looks like one. */
@Timeout(180)
class TerminalTest {

  /** Of whoever runs the tests, about colours. */
  private static final String WITHOUT_WISHES = "unset NO_COLOR CLICOLOR CLICOLOR_FORCE; ";

  private static final String ESCAPE = "\u001b";
  private static final String BACK = "A\r\u001b[J";
  private static final String COLOURED = "\u001b[32mRUNNING\u001b[0m";
  private static final int COLUMNS = 40;
  private static final int ROWS = 8;

  @TempDir Path home;
  private CommandShell shell;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    shell = new CommandShell(home).with("TERM", "xterm");
    assumeTrue(
        shell.run("script --version || true").out().contains("util-linux"),
        "makes terminals by 'script' of util-linux, which is not here");
    node = TestNode.start(home);
    shell.with("JARSERVE_ADDRESS", node.admin());
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void deploy_onATerminal_drawsAndLeavesWhatStays() throws Exception {
    String written =
        onTerminal(
            "jarserve deploy --set num_replicas=12 " + jar("greeter-with-a-rather-long-name"));

    assertThat(written).contains(BACK, COLOURED, "100 % of");
    assertThat(new TinyTerminal(COLUMNS, ROWS).shows(written))
        .filteredOn(line -> !line.isEmpty())
        .containsExactly(
            "greeter-with-a-rather-long-name: created",
            ", version 1",
            "greeter-with-a-rather-long-name: RUNNING",
            ", 12 of 12 replicas ready");
  }

  @Test
  void deploy_elsewhere_writesPlainLines() throws Exception {
    Path jar = jar("greeter");
    List<String> runs =
        List.of(
            elsewhere("jarserve deploy --set num_replicas=2 " + jar),
            onTerminal("TERM=dumb jarserve restart greeter"),
            onTerminal("NO_COLOR=1 jarserve restart greeter"),
            onTerminal("jarserve restart greeter | cat"));

    assertThat(runs).noneMatch(written -> written.contains(ESCAPE));
    assertThat(runs).allMatch(written -> written.contains("greeter: RUNNING, 2 of 2 replicas"));
    assertThat(onTerminal("TERM=dumb jarserve --help")).contains("deploy").doesNotContain(ESCAPE);
    assertThat(elsewhere("CLICOLOR_FORCE=1 jarserve restart greeter"))
        .contains(COLOURED)
        .doesNotContain(BACK);
  }

  @Test
  void statusWatch_smallTerminal_isOnePageWithinIt() throws Exception {
    elsewhere("jarserve deploy %s %s %s".formatted(jar("one"), jar("two"), jar("three")));
    Path out = home.resolve("watch");
    Process watching = shell.start(out, script("jarserve status --watch 0.2"));
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(out).split("\u001b\\[H", -1).length > 3);
    } finally {
      watching.destroy();
      assertThat(watching.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    String pages = Files.readString(out);
    List<String> shown = new TinyTerminal(COLUMNS, ROWS).shows(upToLastPage(pages));
    assertThat(shown).hasSizeLessThanOrEqualTo(ROWS);
    assertThat(shown.get(0)).startsWith("Jarserve ").hasSize(COLUMNS - 1).endsWith("…");
    assertThat(shown).anyMatch(line -> line.startsWith("  Greeter")).anyMatch(TerminalTest::isMore);
    assertThat(shown).allMatch(line -> line.length() < COLUMNS);
    assertThat(pages).contains(COLOURED);
  }

  private static boolean isMore(String line) {
    return line.matches("… \\d+ more lines, for which .*…");
  }

  /** It may have been stopped within the last one. */
  private static String upToLastPage(String pages) {
    return pages.substring(0, pages.lastIndexOf("\u001b[H"));
  }

  private Path jar(String name) {
    return PluginJars.greeter(name, "1.0", "hello").writeTo(home.resolve(name + ".jar"));
  }

  private String onTerminal(String command) throws IOException, InterruptedException {
    return told(script(command));
  }

  private String elsewhere(String command) throws IOException, InterruptedException {
    return told(WITHOUT_WISHES + command);
  }

  private String told(String commands) throws IOException, InterruptedException {
    CommandShell.Result result = shell.run(commands);
    assertThat(result.exitCode()).as(result.out()).isZero();
    return result.out();
  }

  /** Runs it on a terminal of its own and writes what came to it to the output. */
  private static String script(String command) {
    return WITHOUT_WISHES
        + "exec script -qefc 'stty cols %d rows %d; %s' /dev/null"
            .formatted(COLUMNS, ROWS, command);
  }
}
