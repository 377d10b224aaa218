package io.jarserve.server.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.testing.CommandShell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Tab key does, in real shells on a real terminal. */
@Timeout(300)
class CompletionCommandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Path out;

  @ParameterizedTest
  @CsvSource({"bash, bash --norc --noprofile -i", "zsh, zsh -f -i"})
  void completion_sourced_completesCommandsOptionsWordsAndFiles(String name, String interactive)
      throws Exception {
    CommandShell shell = shell(name);
    Files.writeString(directory.resolve("greeter.jar"), "");
    Process process = shell.start(out, "exec script -qefc '" + interactive + "' /dev/null");
    try {
      type(process, "PS1='REA''DY> '\r", "READY> ");
      type(
          process, "source <(jarserve completion %s); echo SOUR''CED\r".formatted(name), "SOURCED");
      type(process, "jarserve() { echo \"GOT[$*]\"; }; echo STAND''IN\r", "STANDIN");

      type(process, "jarserve rol\t\r", "GOT[rollback]");
      type(process, "jarserve deploy --dry\t\r", "GOT[deploy --dry-run]");
      type(process, "jarserve status -o y\t\r", "GOT[status -o yaml]");
      type(process, "jarserve checkpoint ver\t\r", "GOT[checkpoint verify]");
      type(process, "jarserve deploy gree\t\r", "GOT[deploy greeter.jar]");
    } finally {
      process.destroy();
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    assertThat(out).content().doesNotContain("not found", "error");
  }

  @Test
  void completion_whenNobodyReads_endsQuietly() throws Exception {
    CommandShell shell = new CommandShell(directory);

    shell.run("{ jarserve completion bash 2>err; echo $? >code; } | true");

    Path code = directory.resolve("code");
    await().atMost(PATIENCE).until(() -> Files.exists(code) && !Files.readString(code).isEmpty());
    assertThat(code).hasContent("0");
    assertThat(directory.resolve("err")).isEmptyFile();
  }

  @Test
  void completion_ofAnotherShell_isAUsageError() {
    StringWriter err = new StringWriter();
    int code = Main.commandLine().setErr(new PrintWriter(err, true)).execute("completion", "fish");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'fish'", "bash", "zsh");
  }

  private CommandShell shell(String name) throws Exception {
    out = directory.resolve("out");
    CommandShell shell =
        new CommandShell(directory).with("HOME", directory).with("TERM", "xterm").with("PS1", "$ ");
    assumeTrue(
        shell.run("script --version || true").out().contains("util-linux"),
        "makes terminals by 'script' of util-linux, which is not here");
    assumeTrue(
        !shell.run("command -v " + name + " || true").out().isBlank(),
        "needs " + name + ", which is not here");
    return shell;
  }

  /** Types keys and waits until something is shown that they do not show by themselves. */
  private void type(Process process, String keys, String shown) throws IOException {
    process.getOutputStream().write(keys.getBytes(US_ASCII));
    process.getOutputStream().flush();
    await(keys + " in\n" + Files.readString(out))
        .atMost(PATIENCE)
        .until(() -> Files.readString(out).contains(shown));
  }
}
