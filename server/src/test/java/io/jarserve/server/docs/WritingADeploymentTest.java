package io.jarserve.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.api.DeploymentOptions;
import io.jarserve.server.model.Digest;
import io.jarserve.server.plugin.Generation;
import io.jarserve.server.plugin.GenerationSource;
import io.jarserve.server.plugin.UnloadWatch;
import io.jarserve.server.testing.PluginJars;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The code in the guide for authors compiles, and deploys. */
@Timeout(300)
class WritingADeploymentTest {

  private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");
  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>(.+?)</artifactId>\\s*<version>(.+?)</version>");
  private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");
  private static final Path GUIDE = Path.of("..", "docs", "writing-a-deployment.md");
  private static final List<String> PAGES =
      List.of("writing-a-deployment.md", "batching.md", "multiplexing.md");

  @TempDir Path dir;

  @Test
  void java_ofTheGuide_compilesAndGivesDeployments() throws Exception {
    PluginJars jar = PluginJars.jar("guide", "1.0");
    List<String> sources = new ArrayList<>();
    for (String page : PAGES) {
      sources.addAll(blocks("java", GUIDE.resolveSibling(page)));
    }
    sources.forEach(source -> jar.source(className(source), source));
    Path file = jar.writeTo(dir.resolve("guide.jar"));

    GenerationSource source =
        new GenerationSource(
            1, "guide", "1.0", new Digest("0".repeat(64)), file, dir.resolve("work"));
    try (Generation generation = Generation.load(source, new UnloadWatch())) {
      for (String text : sources) {
        if (text.contains("@" + DeploymentOptions.class.getSimpleName())) {
          assertThat(instance(generation, className(text))).isEqualTo(className(text));
        }
      }
    }
  }

  @Test
  void pom_ofTheGuide_namesTheVersionsOfThisBuild() throws Exception {
    Document guide = parse(blocks("xml", GUIDE).get(0));
    Document build = parse(Files.readString(Path.of("..", "pom.xml")));

    assertThat(version(guide, "jarserve-plugin-api")).isEqualTo(version(build, "jarserve-parent"));
    for (String plugin : List.of("maven-compiler-plugin", "maven-jar-plugin")) {
      assertThat(version(guide, plugin)).isEqualTo(version(build, plugin));
    }
  }

  @Test
  void xml_ofOtherPages_namesTheVersionsOfThisBuild() throws Exception {
    String build = Files.readString(Path.of("..", "pom.xml"));
    String version = version(parse(build), "jarserve-parent");
    Matcher jersey = Pattern.compile("<jersey.version>(.+?)<").matcher(build);
    assertThat(jersey.find()).isTrue();

    for (String page : List.of("maven.md", "testing.md", "existing-code.md")) {
      String xml = String.join("\n", blocks("xml", GUIDE.resolveSibling(page)));
      assertThat(ARTIFACT.matcher(xml).results())
          .isNotEmpty()
          .allSatisfy(
              artifact ->
                  assertThat(artifact.group(2))
                      .as("%s on %s", artifact.group(1), page)
                      .isEqualTo(
                          artifact.group(1).startsWith("jersey-") ? jersey.group(1) : version));
    }
  }

  /** The first command of the guide; Maven cannot install a module that makes no JAR. */
  @Test
  void install_ofTheGuide_passesOverModulesWithoutAJar() throws Exception {
    assertThat(Files.readString(GUIDE)).contains("mvn -q install -DskipTests");
    List<String> withoutAJar = new ArrayList<>();
    for (Path pom : poms(Path.of(".."))) {
      String text = Files.readString(pom);
      if (text.contains("<skipIfEmpty>true")) {
        withoutAJar.add(text);
      }
    }
    assertThat(withoutAJar)
        .isNotEmpty()
        .allSatisfy(
            text ->
                assertThat(text).contains("<maven.install.skip>true", "<maven.deploy.skip>true"));
  }

  private static List<Path> poms(Path directory) throws IOException {
    Path pom = directory.resolve("pom.xml");
    List<Path> all = new ArrayList<>(List.of(pom));
    for (MatchResult module : MODULE.matcher(Files.readString(pom)).results().toList()) {
      all.addAll(poms(directory.resolve(module.group(1))));
    }
    return all;
  }

  private static String instance(Generation generation, String className) throws Exception {
    return generation
        .threads()
        .call("make", () -> generation.instantiate(className).getClass().getName())
        .outcome()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private static String className(String source) {
    Matcher matcher = CLASS.matcher(source);
    assertThat(matcher.find()).as(source).isTrue();
    return "com.acme." + matcher.group(1);
  }

  private static List<String> blocks(String language, Path page) throws Exception {
    Pattern block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL);
    List<String> blocks =
        block.matcher(Files.readString(page)).results().map(WritingADeploymentTest::text).toList();
    assertThat(blocks).isNotEmpty();
    return blocks;
  }

  private static String text(MatchResult block) {
    return block.group(1);
  }

  private static Document parse(String xml) throws Exception {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(bytes));
  }

  /** The version that follows the first naming of an artifact. */
  private static String version(Document pom, String artifact) {
    Matcher matcher =
        Pattern.compile(Pattern.quote(artifact) + "\\s+(\\S+)")
            .matcher(pom.getDocumentElement().getTextContent());
    assertThat(matcher.find()).as(artifact).isTrue();
    return matcher.group(1);
  }
}
