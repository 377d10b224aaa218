package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for authors leaves nothing out, and its code compiles. */
class TestingPageTest {

  private static final Path PAGE = Path.of("..", "docs", "testing.md");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** What the page speaks of and does not show. */
  private static final String DEPLOYMENT =
      """
      package com.acme;
      import io.jarserve.api.*;
      public class %s implements Deployment {
        @Override public Response handle(Request request) { return Response.text("hello"); }
      }
      """;

  private static final String MEMBERS =
      """
      package com.acme;
      import static org.awaitility.Awaitility.await;
      import static org.junit.jupiter.api.Assertions.*;
      import io.jarserve.testkit.*;
      import java.nio.file.Path;
      import java.time.Duration;
      import org.junit.jupiter.api.Test;
      import org.junit.jupiter.api.extension.RegisterExtension;
      class Members {
        static Path other = Path.of("other.jar");
        JarserveServer server;
        %s
      }
      """;

  @TempDir private Path directory;

  @Test
  void java_ofThePage_compiles() throws IOException {
    List<String> blocks =
        JAVA.matcher(Files.readString(PAGE)).results().map(block -> block.group(1)).toList();
    assertThat(blocks).hasSizeGreaterThan(3);

    compile(
        write("Greeter", DEPLOYMENT.formatted("Greeter")),
        write("GreeterTwo", DEPLOYMENT.formatted("GreeterTwo")),
        write("GreeterServedTest", blocks.get(0)),
        write("Members", MEMBERS.formatted(String.join("\n", blocks.subList(1, blocks.size())))));
  }

  private String write(String className, String source) throws IOException {
    return Files.writeString(directory.resolve(className + ".java"), source).toString();
  }

  private void compile(String... files) {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", directory.toString()));
    arguments.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    arguments.addAll(List.of(files));
    ByteArrayOutputStream told = new ByteArrayOutputStream();

    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, told, told, arguments.toArray(String[]::new));

    assertThat(result).as(told.toString(StandardCharsets.UTF_8)).isZero();
  }

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
