package io.jarserve.samples.served;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page about existing code shows are the samples, which are built and served. */
class ExistingCodePageTest {

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/| *//[^\n]*", Pattern.DOTALL);

  @Test
  void java_ofThePage_isThatOfTheSamples() throws IOException {
    String page = Files.readString(Path.of("..", "..", "docs", "existing-code.md"));

    assertThat(JAVA.matcher(page).results().map(block -> code(block.group(1))))
        .containsExactly(sample("jaxrs", "Library"), sample("servlet", "GuestBook"));
  }

  private static List<String> sample(String name, String className) throws IOException {
    return code(
        Files.readString(
            Path.of("..", name, "src/main/java/io/jarserve/samples", name, className + ".java")));
  }

  /** Lines, but for comments, the package and the options. */
  private static List<String> code(String source) {
    return COMMENT
        .matcher(source)
        .replaceAll("")
        .lines()
        .filter(line -> !line.isBlank())
        .filter(line -> !line.startsWith("package ") && !line.startsWith("@DeploymentOptions"))
        .toList();
  }
}
