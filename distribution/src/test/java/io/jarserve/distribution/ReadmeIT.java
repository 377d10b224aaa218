package io.jarserve.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.distribution.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of README.md do what it says; on other ports and directories than a user's. */
class ReadmeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void commands_asWritten_work() throws Exception {
    List<List<String>> blocks = blocks();
    assertThat(blocks).hasSize(4);
    assertThat(blocks.get(2)).first().asString().startsWith("mvn archetype:generate"); // see there
    assertThat(blocks.get(3)).containsExactly("mvn -B verify"); // which is running this
    Served served = Served.below(directory);
    Shell shell = served.shell(Places.REPOSITORY);
    Path out = directory.resolve("out.txt");
    assertThat(blocks.get(0)).hasSize(1);
    Process server = shell.start(out, "sh", "-c", "exec " + blocks.get(0).get(0));
    try {
      await().atMost(PATIENCE).until(() -> served.isUp() || !server.isAlive());
      assertThat(server.isAlive()).as(Files.readString(out)).isTrue();
      shell.with("JARSERVE_ADDRESS", served.admin());
      for (String command : blocks.get(1)) {
        await().atMost(PATIENCE).untilAsserted(() -> assertWorks(shell, served, command));
      }
      assertThat(shell.run("./jarserve", "shutdown").exitCode()).isZero();
      assertThat(server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isZero();
    } finally {
      server.destroyForcibly();
    }
  }

  private static void assertWorks(Shell shell, Served served, String command)
      throws IOException, InterruptedException {
    String here =
        command.replace("curl", "curl -sS").replace("http://127.0.0.1:8000", served.http());
    Result result = shell.run("sh", "-c", here);
    assertThat(result.exitCode()).as(result.out()).isZero();
    if (command.contains("/hello?name=Ada")) {
      assertThat(result.out()).isEqualTo("hello Ada\n");
    }
  }

  private static List<List<String>> blocks() throws IOException {
    return BLOCK
        .matcher(Files.readString(Places.REPOSITORY.resolve("README.md")))
        .results()
        .map(block -> block.group(1).lines().map(line -> line.replaceFirst(" +# .*", "")).toList())
        .toList();
  }
}
