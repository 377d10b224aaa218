package io.jarserve.maven.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.maven.rollout.Rollout;
import io.jarserve.maven.server.ForkedServer;
import io.jarserve.server.cli.AdminClient;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Edits, as somebody makes them, and a real server that answers all the while. */
@Timeout(300)
class DevSessionTest {

  private static final int EDITS = 8;
  private static final List<Path> CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .map(Path::of)
          .toList();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ConcurrentLinkedQueue<String> good = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> bad = new ConcurrentLinkedQueue<>();

  @TempDir Path directory;
  private Path sources;
  private Path resources;
  private Path pom;
  private Path options;
  private ForkedServer server;
  private AdminClient admin;
  private DevSession session;

  @BeforeEach
  void start() throws Exception {
    sources = Files.createDirectories(directory.resolve("src/main/java"));
    resources = Files.createDirectories(directory.resolve("src/main/resources"));
    pom = Files.writeString(directory.resolve("pom.xml"), "<project/>");
    options = Files.writeString(directory.resolve("options.yaml"), "user_config: {greeting: hi}");
    server =
        ForkedServer.start(
            new ForkedServer.Settings(
                CLASS_PATH,
                directory.resolve("server"),
                0,
                0,
                List.of("-Xmx256m", "-XX:-ExplicitGCInvokesConcurrent")));
    admin = new AdminClient(server.admin(), "nothing");
    DevProject project =
        new DevProject(
            pom,
            Optional.of(options),
            List.of(sources),
            List.of(resources),
            CLASS_PATH,
            List.of(),
            List.of("--release", "17"),
            Map.of("Plugin-Id", "greeter", "Plugin-Version", "1.0-SNAPSHOT"),
            17);
    session =
        new DevSession(
            project,
            Files.createDirectories(directory.resolve("work")),
            server.deployDir(),
            new Rollout(admin, Duration.ofSeconds(60), news -> {}),
            new Report(server.http(), good::add, bad::add));
    write("Words", "final class Words { static final String HELLO = \"hello 0\"; }");
    writeGreeter("return Response.text(Words.HALLO);");
    take();
    assertThat(bad).last().isEqualTo("does not compile; nothing serves yet");
    bad.clear();
    writeGreeter("return Response.text(Words.HELLO);");
    take();
    assertThat(get()).isEqualTo("hello 0");
  }

  @AfterEach
  void end() throws Exception {
    session.close();
    server.close();
  }

  @Test
  void look_overManyEdits_losesNoRequestAndLeavesNoLoader() throws Exception {
    try (Background asking = new Background(this::isAnswered)) {
      for (int edit = 1; edit <= EDITS; edit++) {
        write("Words", "final class Words { static final String HELLO = \"hello " + edit + "\"; }");
        take();
        assertThat(get()).isEqualTo("hello " + edit);
      }
      asking.stop();
      assertThat(asking.failures()).isEmpty();
      assertThat(asking.count()).isGreaterThan(EDITS);
    }
    assertThat(bad).isEmpty();
    assertThat(good)
        .anyMatch(line -> line.startsWith("serving 1.0-dev." + (EDITS + 1) + ": 2 files"));
    await("the loaders of the versions before are gone")
        .atMost(Duration.ofSeconds(60))
        .until(() -> pendingAfterACollection() <= 1);
  }

  /** Loaders go with a full collection, for which an idle server has no reason. */
  private int pendingAfterACollection() throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = Long.toString(admin.status().controllerInfo().pid());
    assertThat(new ProcessBuilder(jcmd, pid, "GC.run").start().waitFor()).isZero();
    return admin.status().pendingUnload().size();
  }

  @Test
  void look_atWhatDoesNotCompile_tellsTheErrorAndKeepsServing() throws Exception {
    writeGreeter("return Response.text(Words.BYE);");
    take();

    assertThat(get()).isEqualTo("hello 0");
    assertThat(String.join("\n", bad)).contains("Greeter.java:4", "BYE", "keeps serving");

    write("Words", "final class Words { static final String BYE = \"bye\"; }");
    take();
    assertThat(get()).isEqualTo("bye");
  }

  @Test
  void look_atBytesThatAreNoText_tellsTheErrorAndKeepsServing() throws Exception {
    byte[] latin = "// gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(sources.resolve("Words.java"), latin, StandardOpenOption.APPEND);
    take();

    assertThat(get()).isEqualTo("hello 0");
    assertThat(String.join("\n", bad)).contains("Words.java:1", "UTF-8", "keeps serving");
  }

  @Test
  void look_atAnotherPom_asksForANewStart() throws Exception {
    assertThat(good).contains("serving at " + server.http().resolve("/greet"));
    Files.writeString(pom, "<project><!-- a library more --></project>");

    assertThat(session.look()).isFalse();

    assertThat(good).last().asString().contains("pom.xml", "start it again");
    assertThat(get()).isEqualTo("hello 0");
  }

  @Test
  void look_atTheOperatorsOptions_takesThemInPlace() throws Exception {
    writeGreeter(
        "return Response.text(settings.toString()); }\n"
            + "private volatile Object settings = \"none\";\n"
            + "@Override public void reconfigure(UserConfig config) { settings = config.values();");
    take();
    assertThat(get()).isEqualTo("{greeting=hi}");

    Files.writeString(options, "user_config: {greeting: howdy}");
    assertThat(session.look()).isFalse();

    await("the server takes them")
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(get()).isEqualTo("{greeting=howdy}"));
    assertThat(good).last().asString().startsWith("serving 1.0-dev.2:");
  }

  @Test
  void look_atWhatDoesNotStart_tellsTheCauseAndKeepsServing() throws Exception {
    writeGreeter(
        "return null; } @Override public void start(ReplicaContext context) {"
            + " throw new IllegalStateException(\"no database\");");
    take();

    assertThat(get()).isEqualTo("hello 0");
    assertThat(String.join("\n", bad)).contains("no database", "keeps serving");
  }

  @Test
  void look_atWhatTheDoorRefuses_tellsTheRemedyAndKeepsServing() throws Exception {
    Files.createDirectories(resources.resolve("org/slf4j"));
    Files.write(resources.resolve("org/slf4j/Logger.txt"), new byte[1]);
    write("org/slf4j/Mine", "package org.slf4j; class Mine {}");
    take();

    assertThat(get()).isEqualTo("hello 0");
    assertThat(String.join("\n", bad)).contains("org.slf4j.Mine", "provided", "keeps serving");
  }

  @Test
  void look_atAResource_takesItIn() throws Exception {
    writeGreeter(
        "try (var in = Greeter.class.getResourceAsStream(\"/words.txt\")) {"
            + " return Response.bytes(\"text/plain\", in.readAllBytes()); }");
    Files.writeString(resources.resolve("words.txt"), "from a file");
    take();
    assertThat(get()).isEqualTo("from a file");

    Files.writeString(resources.resolve("words.txt"), "from the file again");
    take();
    assertThat(get()).isEqualTo("from the file again");
  }

  private void take() {
    await("the change is seen")
        .atMost(Duration.ofSeconds(90))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(20))
        .until(session::look);
  }

  private void writeGreeter(String body) throws IOException {
    write(
        "Greeter",
        "import io.jarserve.api.*;\n@DeploymentOptions(routePrefix = \"/greet\")\n"
            + "public final class Greeter implements Deployment {\n"
            + "@Override public Response handle(Request request) throws Exception { "
            + body
            + " } }");
  }

  private void write(String name, String text) throws IOException {
    Path file = sources.resolve(name + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private boolean isAnswered() throws IOException, InterruptedException {
    return ask().statusCode() == 200;
  }

  private String get() throws IOException, InterruptedException {
    return ask().body();
  }

  private HttpResponse<String> ask() throws IOException, InterruptedException {
    URI uri = server.http().resolve("/greet");
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
