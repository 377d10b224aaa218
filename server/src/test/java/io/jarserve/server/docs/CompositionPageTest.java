package io.jarserve.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.PluginJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code on the page about deployments that call each other compiles. */
class CompositionPageTest {

  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TYPE = Pattern.compile("public (?:final class|interface) (\\w+)");

  @Test
  void java_ofThePage_compiles() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "composition.md"));
    PluginJars jar = PluginJars.jar("page", "1.0");
    BLOCK.matcher(page).results().map(block -> block.group(1)).forEach(code -> add(jar, code));

    assertThat(BLOCK.matcher(page).results().map(MatchResult::group)).hasSizeGreaterThan(2);
    assertThat(jar.bytes()).isNotEmpty();
  }

  private static void add(PluginJars jar, String code) {
    Matcher type = TYPE.matcher(code);
    assertThat(type.find()).as(code).isTrue();
    jar.source("com.acme." + type.group(1), code);
  }
}
