package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path stateDir;

  @Test
  void create_any_printsTheTokenAloneOnStandardOutput() {
    assertThat(token("create", "--name", "ci", "--role", "deploy")).isEqualTo(ExitCode.OK);

    assertThat(out.toString().strip()).matches("jsv_[0-9a-f]{8}_[0-9a-f]{64}");
    assertThat(err.toString()).contains("made token 'ci' with the id");
  }

  @Test
  void list_some_showsEverythingButSecrets() {
    token("create", "--name", "ci", "--role", "deploy", "--expires-in", "90d");
    String secret = out.toString().strip().substring(13);
    token("create", "--name", "me", "--role", "admin");
    out.getBuffer().setLength(0);

    assertThat(token("list")).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .containsPattern("NAME +ID +ROLE +CREATED +EXPIRES")
        .containsPattern("ci +[0-9a-f]{8} +deploy +\\S+Z +\\S+Z")
        .containsPattern("me +[0-9a-f]{8} +admin +\\S+Z +never")
        .doesNotContain(secret);
    out.getBuffer().setLength(0);
    assertThat(token("list", "-o", "json")).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("\"expires_at\"", "\"name\" : \"ci\"")
        .doesNotContain(secret, "sha256");
  }

  @Test
  void revoke_byName_isGone() {
    token("create", "--name", "ci", "--role", "read");

    assertThat(token("revoke", "ci")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("revoked token 'ci'");
    assertThat(token("revoke", "ci")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("jarserve token revoke: there is no token 'ci'");
  }

  @Test
  void wrongArguments_any_sayWhatIsMeant() throws Exception {
    assertThat(token("create", "--name", "ci", "--role", "root")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--role", "read", "deploy", "admin");
    assertThat(token("create", "--name", "ci", "--role", "anyone")).isEqualTo(ExitCode.USAGE);
    for (String time : new String[] {"", "0d", "-1d", "90", "1w", "9999999d"}) {
      assertThat(token("create", "--name", "ci", "--role", "read", "--expires-in", time))
          .as(time)
          .isEqualTo(ExitCode.USAGE);
    }
    assertThat(err.toString()).contains("'1w' is no time; write a whole number and s, m, h or d");
    Path file = Files.writeString(stateDir.resolve("file"), "");
    assertThat(run("token", "create", "--name=a", "--role=read", "--state-dir", file.toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("the state directory cannot be used");
  }

  @Test
  void token_alone_isHelp() {
    assertThat(run("token")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("create", "list", "revoke");
    assertThat(run("token", "create", "--help")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("--expires-in", "--state-dir", "--config");
  }

  private int token(String command, String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = "token";
    all[1] = command;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    all[all.length - 2] = "--state-dir";
    all[all.length - 1] = stateDir.toString();
    return run(all);
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
