package io.jarserve.archetype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.node.ServeNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generates projects, builds them with Maven, and serves them with the real server. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
class ArchetypeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ARCHETYPE_PLUGIN =
      "org.apache.maven.plugins:maven-archetype-plugin:"
          + System.getProperty("jarserve.archetype.version");

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir static Path directory;
  private Maven maven;
  private ServeNode server;

  @BeforeAll
  void start() throws Exception {
    maven = Maven.withThisJava(PrivateRepository.fill(directory));
    server =
        ServeNode.start(
            ServerConfig.defaults(directory)
                .with(ConfigKey.DEPLOY_DIR, deployDir().toString())
                .with(ConfigKey.STATE_DIR, directory.resolve("state").toString())
                .with(ConfigKey.HTTP_PORT, 0)
                .with(ConfigKey.ADMIN_PORT, 0)
                .with(ConfigKey.SCAN_INTERVAL_S, "0.05"));
  }

  @AfterAll
  void end() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "http, Greeter, ?name=Ada, '{\"text\":\"hello Ada\"}'",
    "streaming, Countdown, ?from=1, '1\n0\n'"
  })
  void generate_ofAKind_givesAProjectThatBuildsAndIsServed(
      String kind, String type, String query, String answer) throws Exception {
    String application = "my-" + kind;
    Path project = generate(application, kind);
    assertThat(files(project))
        .containsExactlyInAnyOrder(
            "README.md",
            "pom.xml",
            "src/main/java/com/acme/shop/" + type + ".java",
            "src/test/java/com/acme/shop/" + type + "Test.java",
            "src/test/java/com/acme/shop/" + type + "ServedTest.java");
    assertThat(Files.readString(project.resolve("README.md")))
        .contains(application, type, "# serves")
        .doesNotContain("symbol_", "#if", "#end", "#set");

    run(project, "package");
    Path jar = project.resolve("target").resolve(application + ".jar");
    copy(jar, deployDir().resolve(application + ".jar"));

    await("it is served")
        .atMost(PATIENCE)
        .until(() -> get("/" + application + query).statusCode() == 200);
    assertThat(get("/" + application + query).body()).isEqualTo(answer);
  }

  @Test
  void package_withTheNewestJdkTwice_givesTheSameBytesForJava17() throws Exception {
    Maven newest = new Maven(maven.settings(), Jdks.newest());
    Path project = generate("newest", "http");
    Path jar = project.resolve("target/newest.jar");
    Maven.Result result = newest.run(project, "package");
    assertThat(result.exitCode()).as(result.out()).isZero();
    assertThat(result.out()).contains("newest 1.0.0-SNAPSHOT with Greeter");
    byte[] first = Files.readAllBytes(jar);

    Maven.Result again = newest.run(project, "clean", "package", "-DskipTests");

    assertThat(again.exitCode()).as(again.out()).isZero();
    assertThat(Files.readAllBytes(jar)).isEqualTo(first);
  }

  @Test
  void generate_ofAnUnknownKind_fails() throws Exception {
    Maven.Result result = maven.run(directory, arguments("unknown", "gopher"));

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.out()).contains("kind must be one of http, streaming and is gopher");
  }

  @Test
  void deploy_toARunningServer_waitsUntilItServesAndFailsWithTheCause() throws Exception {
    Path project = generate("deployed", "http");
    String address = "-Djarserve.address=http://127.0.0.1:" + server.adminPort();

    Maven.Result nobody =
        maven.run(
            project, "jarserve:deploy", "-DskipTests", "-Djarserve.address=http://127.0.0.1:1");
    assertThat(nobody.exitCode()).isNotZero();
    assertThat(nobody.out())
        .contains("no Jarserve answers at http://127.0.0.1:1", "jarserve start");

    run(project, "jarserve:deploy", "-DskipTests", address);
    assertThat(get("/deployed?name=Ada").body()).contains("hello Ada");

    Path source = project.resolve("src/main/java/com/acme/shop/Greeter.java");
    String text = Files.readString(source);
    Files.writeString(
        source,
        text.replace(
            "context.logger().info(", "throw new IllegalStateException(\"no luck\" + context);//"));
    Maven.Result failed = maven.run(project, "jarserve:deploy", "-DskipTests", address);

    assertThat(failed.exitCode()).isNotZero();
    assertThat(failed.out()).contains("BUILD FAILURE", "no luck");
    assertThat(get("/deployed?name=Ada").body()).contains("hello Ada");
  }

  @ParameterizedTest
  @CsvSource({"run", "dev"})
  void goal_thatServes_answersUntilItIsStopped(String goal) throws Exception {
    Path project = generate("served-" + goal, "http");
    Path out = directory.resolve(goal + ".txt");
    Process process =
        maven.start(
            project,
            out,
            "jarserve:" + goal,
            "-DskipTests",
            "-Djarserve.httpPort=0",
            "-Djarserve.adminPort=0");
    try {
      Path addresses = project.resolve("target/jarserve/state/jarserve.addresses");
      await("it is up")
          .atMost(PATIENCE)
          .until(() -> Files.exists(addresses) && !Files.readString(addresses).isEmpty());
      String http = Files.readAllLines(addresses).get(0).replaceFirst("^\\w+ +", "");
      URI uri = URI.create(http + "/served-" + goal + "?name=Ada");
      await("it answers").atMost(PATIENCE).until(() -> get(uri).statusCode() == 200);

      process.destroy();

      await("the server ends too").atMost(PATIENCE).until(() -> !Files.exists(addresses));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Path generate(String artifact, String kind) throws Exception {
    run(directory, arguments(artifact, kind));
    return directory.resolve(artifact);
  }

  private static String[] arguments(String artifact, String kind) {
    return new String[] {
      ARCHETYPE_PLUGIN + ":generate",
      "-DarchetypeCatalog=internal",
      "-DarchetypeGroupId=io.jarserve",
      "-DarchetypeArtifactId=jarserve-archetype",
      "-DarchetypeVersion=" + PrivateRepository.VERSION,
      "-DgroupId=com.acme",
      "-DartifactId=" + artifact,
      "-Dpackage=com.acme.shop",
      "-Dkind=" + kind
    };
  }

  private void run(Path where, String... arguments) throws Exception {
    Maven.Result result = maven.run(where, arguments);
    assertThat(result.exitCode()).as(result.out()).isZero();
  }

  private Path deployDir() throws IOException {
    return Files.createDirectories(directory.resolve("deploy"));
  }

  private static void copy(Path jar, Path target) throws IOException {
    Path part = target.resolveSibling("." + target.getFileName());
    Files.copy(jar, part);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(URI.create("http://127.0.0.1:" + server.httpPort() + path));
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
        BodyHandlers.ofString());
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .toList();
    }
  }
}
