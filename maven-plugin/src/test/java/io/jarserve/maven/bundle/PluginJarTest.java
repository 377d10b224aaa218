package io.jarserve.maven.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.maven.bundle.PluginJar.Contents;
import io.jarserve.maven.bundle.PluginJar.Packing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginJarTest {

  private static final Map<String, String> GREETER =
      Map.of("Plugin-Id", "greeter", "Plugin-Version", "1.0");

  @TempDir Path directory;

  @Test
  void write_atAnotherTime_givesTheSameBytes() throws Exception {
    Path classes = classes("com/acme/B.class", "com/acme/A.class", "words.txt");
    Path library = library("lib.jar", "lib/L.class");
    byte[] first = Files.readAllBytes(write(classes, List.of(library)));
    for (Path file : files(classes)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }

    byte[] second = Files.readAllBytes(write(classes, List.of(library)));

    assertThat(second).isEqualTo(first);
  }

  @Test
  void write_ofLibraries_bundlesThemAfterTheOwnClasses() throws Exception {
    Path jar = write(classes("a/Own.class"), List.of(library("lib.jar", "lib/L.class", "lib.txt")));

    assertThat(names(jar))
        .containsExactly(
            "META-INF/MANIFEST.MF",
            "META-INF/extensions.idx",
            "a/Own.class",
            "lib.txt",
            "lib/L.class");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "META-INF/LIB.SF",
        "META-INF/LIB.RSA",
        "META-INF/INDEX.LIST",
        "META-INF/extensions.idx",
        "META-INF/maven/g/a/pom.xml",
        "module-info.class",
        "META-INF/versions/9/module-info.class",
        "io/jarserve/api/Deployment.class",
        "org/slf4j/Logger.class",
        "META-INF/versions/9/org/slf4j/Logger.class",
        "org/pf4j/Extension.class",
        "org/jspecify/annotations/NullMarked.class",
        "com/fasterxml/jackson/annotation/JsonProperty.class"
      })
  void staysOut_ofWhatIsSharedOrAboutTheLibrary_isTrue(String entry) {
    assertThat(BundleRules.staysOut(entry)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lib/L.class",
        "META-INF/LICENSE",
        "META-INF/services/java.sql.Driver",
        "META-INF/versions/9/lib/L.class",
        "com/fasterxml/jackson/databind/ObjectMapper.class",
        "org/slf4jx/Logger.class"
      })
  void staysOut_ofWhatThePluginNeeds_isFalse(String entry) {
    assertThat(BundleRules.staysOut(entry)).isFalse();
  }

  @Test
  void write_ofServiceFiles_joinsTheirLines() throws Exception {
    String driver = "META-INF/services/java.sql.Driver";
    Path one = jar("one.jar", Map.of(driver, "one.Driver\n"));
    Path two = jar("two.jar", Map.of(driver, "two.Driver\none.Driver"));

    Path jar = write(classes("a/Own.class"), List.of(one, two));

    assertThat(text(jar, driver)).isEqualTo("one.Driver\ntwo.Driver\n");
  }

  @Test
  void write_ofOneClassInTwoLibraries_takesTheFirstAndTellsOfIt() throws Exception {
    Path one = jar("one.jar", Map.of("lib/L.class", "one"));
    Path two = jar("two.jar", Map.of("lib/L.class", "two"));
    Path jar = directory.resolve("plugin.jar");

    List<String> clashes =
        PluginJar.write(
            new Contents(classes("a/Own.class"), List.of(one, two), GREETER), jar, Packing.FAST);

    assertThat(clashes).containsExactly("lib/L.class");
    assertThat(text(jar, "lib/L.class")).isEqualTo("one");
  }

  @Test
  void write_ofALibraryForSeveralJavas_saysSoInTheManifest() throws Exception {
    Path library =
        jar(
            "lib.jar",
            Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMulti-Release: true\n"));

    Path jar = write(classes("a/Own.class"), List.of(library));

    assertThat(text(jar, "META-INF/MANIFEST.MF"))
        .contains("Multi-Release: true", "Plugin-Id: greeter", "Plugin-Version: 1.0");
  }

  @Test
  void write_ofAnIndexWithAClassThatIsGone_leavesItOut() throws Exception {
    Path classes = classes("a/Own.class");
    Path index = Files.createDirectories(classes.resolve("META-INF")).resolve("extensions.idx");
    Files.writeString(index, "# Generated\na.Own\na.Gone\n");

    assertThat(text(write(classes, List.of()), "META-INF/extensions.idx")).isEqualTo("a.Own\n");
  }

  @Test
  void of_attributesThatTheAuthorSet_winsOverTheProjects() {
    assertThat(
            PluginManifest.of(
                Map.of("Plugin-Id", "mine"), Map.of("Plugin-Id", "greeter", "A", "b")))
        .isEqualTo(Map.of("Plugin-Id", "mine", "A", "b"));
  }

  private Path write(Path classes, List<Path> libraries) throws IOException {
    Path jar = directory.resolve("plugin.jar");
    PluginJar.write(new Contents(classes, libraries, GREETER), jar, Packing.SMALL);
    return jar;
  }

  private Path classes(String... names) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    for (String name : names) {
      Path file = classes.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    return classes;
  }

  private Path library(String file, String... entries) throws IOException {
    Map<String, String> contents =
        Stream.of(entries).collect(Collectors.toMap(name -> name, name -> "of " + name));
    return jar(file, contents);
  }

  private Path jar(String file, Map<String, String> entries) throws IOException {
    Path jar = directory.resolve(file);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.toList();
    }
  }

  private static List<String> names(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).toList();
    }
  }

  private static String text(Path jar, String entry) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return new String(
          file.getInputStream(file.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
