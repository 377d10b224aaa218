package io.jarserve.maven.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SourceCompilerTest {

  private static final List<String> OPTIONS = List.of("--release", "17");

  @TempDir Path directory;
  private Path sources;
  private SourceCompiler compiler;
  private Snapshot before = Snapshot.EMPTY;
  private int edits;

  @BeforeEach
  void start() throws IOException {
    sources = directory.resolve("src");
    compiler = new SourceCompiler(directory.resolve("work"), List.of(), OPTIONS);
    source("Limit", "class Limit { static final int MOST = 1; }");
    source("User", "class User { public static int most() { return Limit.MOST; } }");
    source("Other", "class Other { static class Nested {} }");
    assertThat(compile()).isEqualTo(new SourceCompiler.Result(3, List.of()));
  }

  @AfterEach
  void end() throws IOException {
    compiler.close();
  }

  @Test
  void compile_ofNoChange_compilesNothing() throws Exception {
    assertThat(compile()).isEqualTo(new SourceCompiler.Result(0, List.of()));
  }

  @Test
  void compile_ofAConstant_compilesWhoCopiedIt() throws Exception {
    source("Limit", "class Limit { static final int MOST = 2; }");

    assertThat(compile()).isEqualTo(new SourceCompiler.Result(2, List.of()));
    assertThat(most()).isEqualTo(2);
  }

  @Test
  void compile_ofAFileThatNobodyMentions_compilesThatOne() throws Exception {
    source("Other", "class Other {}");

    assertThat(compile()).isEqualTo(new SourceCompiler.Result(1, List.of()));
    assertThat(classFiles()).containsExactly("Limit.class", "Other.class", "User.class");
  }

  @Test
  void compile_ofAnError_tellsWhereAndKeepsTheClassesBefore() throws Exception {
    source("User", "class User { public static int most() { return Limit.LEAST; } }");

    SourceCompiler.Result result = compile();

    assertThat(String.join("\n", result.errors())).contains("User.java:1", "LEAST");
    assertThat(most()).isEqualTo(1);
  }

  @Test
  void compile_ofTheOtherHalfOfAChange_compilesBoth() throws Exception {
    source("User", "class User { public static int most() { return Limit.LEAST; } }");
    assertThat(compile().isGood()).isFalse();
    source("Limit", "class Limit { static final int LEAST = 7; }");

    assertThat(compile()).isEqualTo(new SourceCompiler.Result(2, List.of()));
    assertThat(most()).isEqualTo(7);
  }

  @Test
  void compile_ofADeletedFileThatIsStillNeeded_isAnError() throws Exception {
    Files.delete(file("Limit"));

    assertThat(compile().isGood()).isFalse();
    assertThat(most()).isEqualTo(1);
  }

  @Test
  void compile_afterADeletedFileIsNoLongerNeeded_removesItsClasses() throws Exception {
    Files.delete(file("Limit"));
    assertThat(compile().isGood()).isFalse();
    source("User", "class User { public static int most() { return 3; } }");

    assertThat(compile()).isEqualTo(new SourceCompiler.Result(1, List.of()));
    assertThat(most()).isEqualTo(3);
    assertThat(classFiles()).containsExactly("Other$Nested.class", "Other.class", "User.class");
  }

  @Test
  void compile_ofAFileThatIsBackAfterAnError_compilesItAgain() throws Exception {
    Files.delete(file("Limit"));
    assertThat(compile().isGood()).isFalse();
    source("Limit", "class Limit { static final int MOST = 5; }");

    assertThat(compile()).isEqualTo(new SourceCompiler.Result(2, List.of()));
    assertThat(most()).isEqualTo(5);
  }

  @Test
  void compile_ofADeletedFileThatNobodyNeeds_removesItsClasses() throws Exception {
    Files.delete(file("Other"));

    assertThat(compile()).isEqualTo(new SourceCompiler.Result(0, List.of()));
    assertThat(classFiles()).containsExactly("Limit.class", "User.class");
  }

  private SourceCompiler.Result compile() throws IOException {
    Snapshot now = Snapshot.of(List.of(sources));
    SourceCompiler.Result result = compiler.compile(now.names(), now.since(before));
    before = now;
    return result;
  }

  /** Sizes and times may be those of the version before; one more blank makes a difference. */
  private void source(String name, String text) throws IOException {
    Files.createDirectories(sources);
    Files.writeString(file(name), text + " ".repeat(++edits));
  }

  private Path file(String name) {
    return sources.resolve(name + ".java");
  }

  private int most() throws Exception {
    URL[] classes = {compiler.classes().toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, null)) {
      var method = loader.loadClass("User").getDeclaredMethod("most");
      method.setAccessible(true);
      return (int) method.invoke(null);
    }
  }

  private List<String> classFiles() throws IOException {
    try (Stream<Path> files = Files.list(compiler.classes())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class"))
          .sorted()
          .toList();
    }
  }
}
