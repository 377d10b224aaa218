package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.ConfigKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
