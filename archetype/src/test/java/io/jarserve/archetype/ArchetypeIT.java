package io.jarserve.archetype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.node.ServeNode;
import io.jarserve.server.testing.Jdks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generates projects, builds them with Maven, and serves them with the real server. */
@TestInstance(Lifecycle.PER_CLASS)
class ArchetypeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir static Path directory;
  private Maven maven;
  private Projects projects;
  private ServeNode server;

  @BeforeAll
  void start() throws Exception {
    maven = Maven.withThisJava(PrivateRepository.fill(directory));
    projects = new Projects(directory, maven);
    for (String kind : List.of("http", "streaming", "batching", "model")) {
      projects.generate("my-" + kind, kind);
    }
    projects.build(List.of("my-http", "my-streaming", "my-batching", "my-model"));
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
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http, Greeter,",
    "streaming, Countdown,",
    "batching, Rater,",
    "model, Predictor, src/main/resources/models/flat.properties"
        + " src/main/resources/models/house.properties"
  })
  void generate_ofAKind_leavesWhatBelongsToIt(String kind, String type, @Nullable String more)
      throws IOException {
    String project = "my-" + kind;
    List<String> expected =
        new ArrayList<>(
            List.of(
                "README.md",
                "pom.xml",
                "src/main/java/com/acme/shop/" + type + ".java",
                "src/test/java/com/acme/shop/" + type + "Test.java",
                "src/test/java/com/acme/shop/" + type + "ServedTest.java"));
    expected.addAll(more == null ? List.of() : List.of(more.split(" ")));

    assertThat(projects.files(project)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(Files.readString(projects.at(project).resolve("README.md")))
        .contains(project, type, "# serves")
        .doesNotContain("symbol_", "#if", "#end", "#set");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "http | ?name=Ada | | {'text':'hello Ada'} | {'text':'howdy Ada'}",
        "streaming | ?from=0 | | 0 | 0",
        "batching | | {'text': 'good day'} | {'friendly':0.5} | {'friendly':0.5}",
        "model | | {'values': {'area': 1}} | {'model':'house','value':52.5}"
            + " | {'model':'flat','value':13.5}"
      })
  void jar_ofAKind_isServedAsItsPageSays(
      String kind,
      @Nullable String query,
      @Nullable String json,
      String answer,
      String answerWithOptions)
      throws Exception {
    String project = "my-" + kind;
    String path = "/" + project + (query == null ? "" : query);
    Readme page = Readme.of(projects.at(project));

    drop(Files.readAllBytes(jar(projects.at(project), project)), project + ".jar");
    awaitAnswer(path, json, answer);
    page.assertRequestsWork(server.httpPort());
    drop(page.options(), project + ".yaml");
    awaitAnswer(path, json, answerWithOptions);
  }

  @Test
  void package_withTheNewestJdkTwice_givesTheSameBytesForJava17() throws Exception {
    Maven newest = new Maven(maven.settings(), Jdks.newest());
    Path project = projects.copy("my-http", "newest");
    Path jar = jar(project, "my-http");
    Maven.Result result = newest.run(project, "package");
    assertThat(result.exitCode()).as(result.out()).isZero();
    assertThat(result.out()).contains("my-http 1.0-SNAPSHOT with Greeter");
    byte[] first = Files.readAllBytes(jar);

    Maven.Result again = newest.run(project, "clean", "package", "-DskipTests");

    assertThat(again.exitCode()).as(again.out()).isZero();
    assertThat(Files.readAllBytes(jar)).isEqualTo(first);
  }

  @Test
  void generate_ofAnUnknownKind_fails() throws Exception {
    Maven.Result result = projects.tryToGenerate("unknown", "gopher");

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.out())
        .contains("kind must be one of http, streaming, batching, model and is gopher");
  }

  @Test
  void generate_withoutBatchMode_asksForAllThatItNeeds() throws Exception {
    List<String> answers = new ArrayList<>(List.of("org.example", "asked", "", "", "n"));
    answers.addAll(
        List.of("gopher", "batching", "org.example", "asked", "2.0.0", "org.example.rates", "Y"));

    Maven.Result result = projects.generateByAnswers(answers.toArray(String[]::new));

    assertThat(result.exitCode()).as(result.out()).isZero();
    assertThat(result.out())
        .containsSubsequence(
            "value for property 'groupId'",
            "value for property 'artifactId'",
            "value for property 'version'",
            "value for property 'package'",
            "Confirm properties configuration",
            "value for property 'kind'",
            "Value does not match the expression, please try again",
            "value for property 'version'",
            "Confirm properties configuration");
    assertThat(projects.files("asked"))
        .contains("src/main/java/org/example/rates/Rater.java")
        .doesNotContain("src/main/java/org/example/rates/Greeter.java");
    assertThat(Files.readString(projects.at("asked").resolve("pom.xml")))
        .contains("<groupId>org.example</groupId>", "<version>2.0.0</version>");
  }

  @Test
  void deploy_toARunningServer_waitsUntilItServesAndFailsWithTheCause() throws Exception {
    Path project = projects.generateAsTheReadmeSays();
    String address = "-Djarserve.address=http://127.0.0.1:" + server.adminPort();

    Maven.Result nobody =
        maven.run(
            project, "jarserve:deploy", "-DskipTests", "-Djarserve.address=http://127.0.0.1:1");
    assertThat(nobody.exitCode()).isNotZero();
    assertThat(nobody.out())
        .contains("no Jarserve answers at http://127.0.0.1:1", "jarserve start");

    projects.run(project, "jarserve:deploy", "-DskipTests", address);
    assertThat(get("/greeter?name=Ada").body()).contains("hello Ada");

    Path source = project.resolve("src/main/java/com/acme/Greeter.java");
    String text = Files.readString(source);
    Files.writeString(
        source,
        text.replace(
            "context.logger().info(", "throw new IllegalStateException(\"no luck\" + context);//"));
    Maven.Result failed = maven.run(project, "jarserve:deploy", "-DskipTests", address);

    assertThat(failed.exitCode()).isNotZero();
    assertThat(failed.out()).contains("BUILD FAILURE", "no luck");
    assertThat(get("/greeter?name=Ada").body()).contains("hello Ada");
  }

  @ParameterizedTest
  @CsvSource({"run", "dev"})
  void goal_thatServes_answersWithOptionsUntilItIsStopped(String goal) throws Exception {
    Path project = projects.copy("my-http", "served-" + goal);
    Files.write(project.resolve("my-http.yaml"), Readme.of(project).options());
    Path out = directory.resolve(goal + ".txt");
    Process process =
        maven.start(
            project,
            out,
            "jarserve:" + goal,
            "-DskipTests",
            "-Djarserve.options=my-http.yaml",
            "-Djarserve.httpPort=0",
            "-Djarserve.adminPort=0");
    try {
      Path addresses = project.resolve("target/jarserve/state/jarserve.addresses");
      await("it is up")
          .atMost(PATIENCE)
          .until(() -> Files.exists(addresses) && !Files.readString(addresses).isEmpty());
      String http = Files.readAllLines(addresses).get(0).replaceFirst("^\\w+ +", "");
      URI uri = URI.create(http + "/my-http?name=Ada");
      await("it answers")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(get(uri).body()).contains("howdy Ada"));

      process.destroy();

      await("the server ends too").atMost(PATIENCE).until(() -> !Files.exists(addresses));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Path jar(Path project, String name) {
    return project.resolve("target").resolve(name + ".jar");
  }

  private static Path deployDir() throws IOException {
    return Files.createDirectories(directory.resolve("deploy"));
  }

  private static void drop(byte[] content, String name) throws IOException {
    Path part = Files.write(deployDir().resolve("." + name), content);
    Files.move(part, deployDir().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** ' stands for ". */
  private void awaitAnswer(String path, @Nullable String json, String answer) {
    await(path + " answers " + answer)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(ask(path, json).strip().replace('"', '\'')).isEqualTo(answer));
  }

  private String ask(String path, @Nullable String json) throws IOException, InterruptedException {
    return json == null ? get(path).body() : post(path, json.replace('\'', '"'));
  }

  private String post(String path, String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(json)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(uri(path));
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.httpPort() + path);
  }
}
