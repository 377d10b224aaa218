package io.jarserve.server.artifact.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ZipBytes;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JarCheckTest {

  private static final String ANY = "package %s; public class Any {}";

  @TempDir Path directory;

  @Test
  void check_ofAGoodJar_tellsWhatIsInIt() throws Exception {
    JarCheck.Facts facts = check(greeter());

    assertThat(facts.application()).isEqualTo("greeter");
    assertThat(facts.version()).isEqualTo("1.0");
    assertThat(facts.deployments()).hasSize(1);
  }

  @Test
  void check_ofADamagedJar_saysWhatTheDoorSays() throws Exception {
    byte[] damaged = ZipBytes.corrupt(greeter().bytes(), "demo/Greeter.class");
    Path jar = Files.write(directory.resolve("damaged.jar"), damaged);

    assertThatThrownBy(() -> JarCheck.check(jar, 17))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("demo/Greeter.class");
  }

  @Test
  void check_withoutAnIndex_saysWhatTheDoorSays() {
    assertRefused(greeter().withoutIndex(), "-proc:full");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.jarserve.api",
        "org.slf4j.event",
        "org.pf4j",
        "org.jspecify.annotations",
        "com.fasterxml.jackson.annotation"
      })
  void check_ofASharedClassInside_namesItAndTheScope(String shared) {
    assertRefused(
        greeter().source(shared + ".Any", ANY.formatted(shared)),
        "class " + shared + ".Any",
        "<scope>provided</scope>");
  }

  @Test
  void check_ofALibrarysClassThatIsTooNew_namesItAndBothVersions() {
    assertRefused(
        greeter().source("lib.Any", ANY.formatted("lib")).classVersion("lib.Any", 65),
        "class lib.Any needs Java 21",
        "Java 17");
  }

  @Test
  void check_ofAClassForThatJava_passes() throws Exception {
    PluginJars jar = greeter().source("lib.Any", ANY.formatted("lib")).classVersion("lib.Any", 61);

    assertThat(check(jar).application()).isEqualTo("greeter");
  }

  @ParameterizedTest
  @CsvSource({
    "a/B.class, a.B",
    "META-INF/versions/17/a/B.class, a.B",
    "META-INF/versions/21/a/B.class,",
    "META-INF/versions/9/module-info.class,",
    "a/package-info.class,",
    "a/b.txt,"
  })
  void className_ofAnEntry_isWhatThatJavaLoads(String entry, String className) {
    assertThat(BundledClasses.className(entry, 17).orElse(null)).isEqualTo(className);
  }

  @Test
  void below_aDirectoryOfClasses_findsTheAnnotatedOnes() throws Exception {
    Files.write(directory.resolve("Broken.class"), new byte[] {1, 2, 3});
    unpack(greeter().source("demo.Any", ANY.formatted("demo")).bytes());

    assertThat(AnnotatedClasses.below(directory)).containsExactly("demo.Greeter");
  }

  private void unpack(byte[] jar) throws Exception {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, in.readAllBytes());
      }
    }
  }

  private void assertRefused(PluginJars jar, String... words) {
    assertThatThrownBy(() -> check(jar))
        .isInstanceOf(RefusedException.class)
        .hasMessageContainingAll(words);
  }

  private JarCheck.Facts check(PluginJars jar) throws Exception {
    return JarCheck.check(jar.writeTo(directory.resolve("plugin.jar")), 17);
  }

  private static PluginJars greeter() {
    return PluginJars.greeter("greeter", "1.0", "hello");
  }
}
