package io.jarserve.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.PluginJars;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program on the page about embedding compiles, does what the page says, and ends. */
@Timeout(300)
class EmbeddingPageTest {

  @TempDir Path dir;

  @Test
  void program_ofThePage_servesAndEndsWithItsServer() throws Exception {
    Path program =
        PluginJars.jar("program", "1.0")
            .source("com.acme.Program", java())
            .writeTo(dir.resolve("program.jar"));
    Path output = dir.resolve("output");

    Process process =
        new ProcessBuilder(command(program))
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("the program ends by itself").isTrue();
    } finally {
      process.destroyForcibly();
    }

    List<String> lines = Files.readAllLines(output);
    assertThat(lines).contains("hello Ada", "good day", "hello RUNNING");
    assertThat(process.exitValue()).as("exit code; output: %s", lines).isZero();
    assertThat(lines).anyMatch(line -> line.endsWith("stopped"));
  }

  private static List<String> command(Path program) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = program + File.pathSeparator + System.getProperty("java.class.path");
    String log = "-Dlogback.configurationFile=logback.xml"; // as users have it
    return List.of(java, log, "-cp", classPath, "com.acme.Program");
  }

  private static String java() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "embedding.md"));
    int begin = page.indexOf("```java\n") + "```java\n".length();
    return page.substring(begin, page.indexOf("```", begin));
  }
}
