package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for authors leaves nothing out. */
class TestingPageTest {

  private static final Path PAGE = Path.of("..", "docs", "testing.md");

  @ParameterizedTest
  @ValueSource(classes = {JarserveServer.class, JarserveTest.class, Setup.class})
  void page_always_namesEveryThingThatATestCanSay(Class<?> type) throws IOException {
    String page = Files.readString(PAGE);

    assertThat(Arrays.stream(type.getDeclaredMethods()))
        .filteredOn(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .extracting(Method::getName)
        .filteredOn(name -> !name.equals("close"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(page).containsPattern("\\b" + name + "\\b"));
  }
}
