package io.jarserve.archetype;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Projects that the archetype makes, side by side in one directory.
 *
 * @param maven that makes and builds them
 */
record Projects(Path directory, Maven maven) {

  private static final String README_COMMAND = "mvn archetype:generate";
  private static final String GENERATE =
      "org.apache.maven.plugins:maven-archetype-plugin:"
          + System.getProperty("jarserve.archetype.version")
          + ":generate";
  private static final String CATALOG = "-DarchetypeCatalog=local";
  private static final String GROUP = "-DarchetypeGroupId=io.jarserve";
  private static final String ARTIFACT = "-DarchetypeArtifactId=jarserve-archetype";
  private static final String TOGETHER =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.acme</groupId>
        <artifactId>all</artifactId>
        <version>1</version>
        <packaging>pom</packaging>
        <modules>%s</modules>
      </project>
      """;

  /** Where a project is. */
  Path at(String name) {
    return directory.resolve(name);
  }

  Path generate(String name, String kind) throws Exception {
    Maven.Result result = tryToGenerate(name, kind);
    assertThat(result.exitCode()).as(result.out()).isZero();
    return at(name);
  }

  /** Without a version: the newest one in the catalog of the local repository. */
  Maven.Result tryToGenerate(String name, String kind) throws Exception {
    return maven.run(
        directory,
        GENERATE,
        CATALOG,
        GROUP,
        ARTIFACT,
        "-DgroupId=com.acme",
        "-DartifactId=" + name,
        "-Dpackage=com.acme.shop",
        "-Dkind=" + kind);
  }

  /** As in a terminal, where Maven asks for what the command does not say. */
  Maven.Result generateByAnswers(String... answers) throws Exception {
    return maven.answering(List.of(answers), directory, GENERATE, CATALOG, GROUP, ARTIFACT);
  }

  /** But for the version of Maven's own plugin, which nobody needs to write. */
  Path generateAsTheReadmeSays() throws Exception {
    String command =
        Files.readString(Path.of("..", "README.md"))
            .replace("\\\n", "")
            .lines()
            .filter(line -> line.startsWith(README_COMMAND))
            .findFirst()
            .orElseThrow();
    run(directory, command.replace(README_COMMAND, GENERATE).split(" +"));
    return at("greeter");
  }

  /** As modules of one build: a Maven for each would take longer. */
  void build(List<String> names) throws Exception {
    String modules =
        names.stream().map(name -> "<module>" + name + "</module>").collect(Collectors.joining());
    Path together = Files.writeString(at("pom.xml"), TOGETHER.formatted(modules));
    run(directory, "package");
    Files.delete(together);
  }

  /** A project again, not built yet. */
  Path copy(String name, String copy) throws IOException {
    for (String file : files(name)) {
      Path to = at(copy).resolve(file);
      Files.createDirectories(to.resolveSibling(""));
      Files.copy(at(name).resolve(file), to);
    }
    return at(copy);
  }

  /** What is in a project, but for what the build made. */
  List<String> files(String name) throws IOException {
    try (Stream<Path> files = Files.walk(at(name))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> at(name).relativize(file).toString())
          .filter(file -> !file.startsWith("target/"))
          .toList();
    }
  }

  /** Runs Maven, which is to succeed. */
  void run(Path where, String... arguments) throws Exception {
    Maven.Result result = maven.run(where, arguments);
    assertThat(result.exitCode()).as(result.out()).isZero();
  }
}
