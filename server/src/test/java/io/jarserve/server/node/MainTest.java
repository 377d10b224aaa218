package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.testing.CommandShell;
import io.jarserve.server.testing.CommandShell.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;

  @Test
  void main_noCommand_isHelp() {
    assertThat(run()).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("start", "status", "shutdown", "Exit codes:");
  }

  @Test
  void commandLine_ofOneCommand_isThatAlone() {
    assertThat(Main.commandLine("status", "-r").getSubcommands()).containsOnlyKeys("status");
    assertThat(Main.commandLine("help", "status").getSubcommands()).hasSizeGreaterThan(20);
    assertThat(Main.commandLine("satus").getSubcommands()).hasSizeGreaterThan(20);
    Main.commandLine()
        .getSubcommands()
        .forEach(
            (name, all) -> {
              CommandLine alone = Main.commandLine(name).getSubcommands().get(name);
              assertThat(all.getCommandName()).isEqualTo(name);
              assertThat(alone.getUsageMessage()).isEqualTo(all.getUsageMessage());
            });
  }

  @Test
  void version_isThatOfTheBuild() {
    assertThat(run("--version")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).matches("(?s)jarserve \\d+\\.\\d+\\.\\d+.*Java .*");
    assertThat(Version.current()).doesNotContain("$");
  }

  @Test
  void startHelp_hasEveryKey() {
    assertThat(run("start", "--help")).isEqualTo(ExitCode.OK);
    for (ConfigKey key : ConfigKey.values()) {
      assertThat(out.toString()).contains(key.flag());
    }
    assertThat(out.toString()).contains("--config", "--with-samples", "8265", "Exit codes:");
    assertThat(run("help", "status")).isEqualTo(ExitCode.OK);
    assertThat(run("shutdown", "--help")).isEqualTo(ExitCode.OK);
  }

  @Test
  void main_slip_asksWhatWasMeant() {
    assertThat(run("start", "--http-prot", "1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("jarserve start: unknown option '--http-prot'; did you mean '--http-port'?")
        .contains("'jarserve start --help'")
        .doesNotContain("Usage:");
    assertThat(run("start", "--admin-hots=x")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("did you mean '--admin-host'?");
    assertThat(run("satus")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("unknown argument 'satus'; did you mean 'status'?");
    assertThat(run("start", "--http-port")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--http-port");
    assertThat(run("scale", "a", "b", "many")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'many' is not a whole number");
    assertThat(run("events", "-n", "-3")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--lines takes a number, at least 0, but is -3");
    assertThat(run("status", "--address", "ftp://x")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'ftp://x' is not the address of an admin port");
  }

  @Test
  void start_wrongSetting_saysWhatIsAllowed() {
    assertThat(run("start", "--http-port", "70000")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains(
            "jarserve start: --http-port: must be a whole number, at least 0 and at most 65535"
                + " but is '70000'");
    assertThat(run("start", "--detach=perhaps")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--detach: must be true or false but is 'perhaps'");
    Path missing = directory.resolve("missing.yaml");
    assertThat(run("start", "--config", missing.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("config file " + missing + " does not exist");
  }

  @Test
  void main_outputThatCannotBeWritten_isAFailureOfOneLine() {
    assertThat(runInto("No space left on device", "config")).isEqualTo(ExitCode.NOT_WELL);
    assertThat(err.toString())
        .isEqualTo(
            "jarserve config: cannot write to the standard output (No space left on device); make"
                + " room there, or write elsewhere\n");
    assertThat(runInto("No space left on device", "--version")).isEqualTo(ExitCode.NOT_WELL);
    assertThat(runInto("No space left on device", "status", "--address", "127.0.0.1:1"))
        .as("that of the command, where it is one")
        .isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void main_readerHasEnough_isNoFailure() {
    assertThat(runInto("Broken pipe", "config")).isEqualTo(ExitCode.OK);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void main_fullDevice_endsTheProcessWithAFailure() throws Exception {
    Result result = new CommandShell(directory).run("jarserve config --schema >/dev/full");

    assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_WELL);
    assertThat(result.out())
        .startsWith("jarserve config: cannot write to the standard output (")
        .hasLineCount(1);
  }

  private int runInto(String failure, String... arguments) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int letter) throws IOException {
            throw new IOException(failure);
          }
        };
    err.getBuffer().setLength(0);
    CommandLine commands = Main.commandLine(arguments).setErr(new PrintWriter(err, true));
    return Main.run(commands, new StandardOutput(full), arguments);
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
