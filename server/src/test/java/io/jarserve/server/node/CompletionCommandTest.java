package io.jarserve.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

  @TempDir Path directory;

  @Test
  void completion_sourcedByBash_completesCommandsAndOptions() throws Exception {
    Path script = Files.writeString(directory.resolve("completion"), completion("bash"));
    String shell =
        """
        source %s
        complete -p jarserve
        COMP_WORDS=(jarserve rol); COMP_CWORD=1; COMP_LINE="jarserve rol"; COMP_POINT=12
        COMPREPLY=(); _complete_jarserve; echo "${COMPREPLY[@]}"
        COMP_WORDS=(jarserve deploy --dry); COMP_CWORD=2; COMP_LINE="jarserve deploy --dry"
        COMPREPLY=(); _complete_jarserve; echo "${COMPREPLY[@]}"
        """
            .formatted(script);

    assertThat(bash(shell))
        .contains("_complete_jarserve", "rollback", "--dry-run")
        .doesNotContain("not found");
  }

  @Test
  void completion_forZsh_asksItToUnderstandThatOfBash() {
    assertThat(completion("zsh")).contains("bashcompinit");
  }

  private static String completion(String shell) {
    StringWriter out = new StringWriter();
    int code = Main.commandLine().setOut(new PrintWriter(out)).execute("completion", shell);
    assertThat(code).isZero();
    return out.toString();
  }

  private static String bash(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "--norc", "-c", script).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
