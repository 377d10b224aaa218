package io.jarserve.archetype;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The page of a generated project. */
record Readme(String text) {

  private static final Pattern OPTIONS = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  static Readme of(Path project) throws IOException {
    return new Readme(Files.readString(project.resolve("README.md")));
  }

  /** What an operator may write. */
  byte[] options() {
    String yaml = OPTIONS.matcher(text).results().findFirst().orElseThrow().group(1);
    return yaml.getBytes(StandardCharsets.UTF_8);
  }

  /** Runs every curl on it, against the server on that port. */
  void assertRequestsWork(int port) throws IOException, InterruptedException {
    List<String> requests = text.lines().filter(line -> line.startsWith("curl ")).toList();
    assertThat(requests).isNotEmpty();
    for (String request : requests) {
      String here =
          request
              .replaceFirst("curl", "curl -sSf --max-time 60")
              .replace("http://127.0.0.1:8000", "http://127.0.0.1:" + port);
      Process process = new ProcessBuilder("sh", "-c", here).redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s gives %s", request, out).isZero();
    }
  }
}
