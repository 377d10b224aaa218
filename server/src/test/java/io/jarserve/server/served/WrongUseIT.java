package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import io.jarserve.server.testing.LogLines;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Slips of authors, each dropped as a JAR: what is told names class, method and remedy, at the door
 * where class files show it, else when the version starts, else with the first request.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class WrongUseIT {

  private static final String TEXT =
      "public Response handle(Request r) { return Response.text(\"x\"); }";

  private TestNode node;
  private LogLines log;

  @BeforeAll
  void start(@TempDir Path home) {
    node = TestNode.start(home);
  }

  @BeforeEach
  void listen() {
    log = LogLines.listen();
  }

  @AfterEach
  void listenNoMore() {
    log.close();
  }

  @AfterAll
  void stop() {
    node.close();
  }

  // ---- at the door

  @Test
  void constructor_notPublic_isRefusedAtTheDoor() {
    drop(jar("hidden").deployment("demo.Hidden", "", "Hidden() {}" + TEXT));

    assertThat(refusal("hidden"))
        .contains("class demo.Hidden has no public constructor without parameters; add one");
  }

  // ---- when it starts

  @Test
  void routes_thatAreTheSame_failTheStart() {
    drop(
        routed(
            "same",
            "Route.get(\"/{id}\").handle(call -> \"one\"),\n"
                + "Route.get(\"/{name}\").handle(call -> \"other\")"));

    assertThat(failure("same"))
        .contains("GET /{id} (demo.Routed.routes (Routed.java:")
        .contains("GET /{name} (demo.Routed.routes (Routed.java:")
        .contains("are for the same requests: take one out");
  }

  @Test
  void routes_ofWhichNoneIsTheMoreSpecificOne_failTheStart() {
    drop(
        routed(
            "ambiguous",
            "Route.get(\"/{x}/about\").handle(call -> \"one\"),\n"
                + "Route.get(\"/orders/{id}\").handle(call -> \"other\")"));

    assertThat(failure("ambiguous"))
        .contains("demo.Routed.routes (Routed.java:")
        .contains("GET /{x}/about", "GET /orders/{id}")
        .contains("let them begin with words that differ");
  }

  @Test
  void record_thatCannotBeRead_failsTheStart() {
    drop(
        routed("unreadable", "Route.post(\"/\").body(Job.class).handle((call, job) -> \"done\")")
            .source("demo.Job", "package demo; public record Job(String name, Thread thread) {}"));

    assertThat(failure("unreadable"))
        .contains("POST / (demo.Routed.routes (Routed.java:")
        .contains("no body can be mapped to demo.Job: field 'thread': java.lang.Thread")
        .contains("take a record of strings, numbers, booleans");
  }

  @Test
  void record_thatCannotBeWritten_failsTheStart() {
    drop(
        routed("unwritable", "Route.get(\"/\").returns(Job.class).handle(call -> \"done\")")
            .source("demo.Job", "package demo; public record Job(String name, Thread thread) {}"));

    assertThat(failure("unwritable"))
        .contains("GET / (demo.Routed.routes (Routed.java:")
        .contains("demo.Job", "java.lang.Thread")
        .contains("take records of strings, numbers, booleans");
  }

  @Test
  void userConfig_forAClassThatCannotBeMapped_failsTheStart() throws IOException {
    Files.writeString(node.deployDir().resolve("config.yaml"), "user_config: {name: x}\n");
    drop(
        jar("config")
            .source("demo.Settings", "package demo; public interface Settings { String name(); }")
            .deployment(
                "demo.Configured",
                "",
                "public void reconfigure(UserConfig config) { config.as(Settings.class); }"
                    + TEXT));

    assertThat(failure("config"))
        .contains("reconfigure of demo.Configured threw", "demo.Settings")
        .contains("take records of strings, numbers, booleans");
  }

  @Test
  void handle_toNothing_failsTheStart() {
    drop(
        jar("nothing")
            .deployment("demo.Words", "", TEXT)
            .deployment("demo.Front", "", taking("context.handle(\"Word\");")));

    assertThat(failure("nothing"))
        .contains("start of demo.Front threw", "demo.Front.start (Front.java:")
        .contains("no deployment 'Word', only [Front, Words]")
        .contains("did you mean 'Words'?");
  }

  @Test
  void handles_inACircle_failTheStart() {
    drop(
        jar("circle")
            .deployment("demo.One", "", taking("context.handle(\"Two\");"))
            .deployment("demo.Two", "", taking("context.handle(\"One\");")));

    assertThat(failure("circle"))
        .containsPattern("demo\\.(One|Two)\\.start \\((One|Two)\\.java:\\d+\\)")
        .containsPattern("closes a circle: (One -> Two -> One|Two -> One -> Two);")
        .contains("move what both need into a deployment that calls neither");
  }

  // ---- with the first request

  @Test
  void batchFunction_returningAWrongNumber_failsItsBatch() {
    drop(
        jar("batch")
            .deployment(
                "demo.Scores",
                "routePrefix = \"/batch\"",
                "Batcher<String, String> batcher;\n"
                    + "public void start(ReplicaContext context) {\n"
                    + "  batcher = context.batcher(BatchOptions.defaults(), all -> List.of());\n"
                    + "}\n"
                    + "public Response handle(Request r) throws Exception {\n"
                    + "  return Response.text(batcher.call(\"x\"));\n"
                    + "}"));
    node.awaitRunning("batch", "1.0");

    assertThat(fault("/batch"))
        .contains("the batch function that demo.Scores.start (Scores.java:")
        .contains("returned 0 results for 1 elements: return one for each");
  }

  @Test
  void answer_thatCannotBeWritten_fails() {
    drop(
        jar("answer")
            .source("demo.Ring", "package demo; public class Ring { public Ring next = this; }")
            .deployment(
                "demo.Answers",
                "routePrefix = \"/answer\"",
                "public Response handle(Request r) {\n"
                    + "  return Response.json(new Ring());\n"
                    + "}"));
    node.awaitRunning("answer", "1.0");

    assertThat(fault("/answer"))
        .contains("answer#Answers", "handle")
        .contains("cannot write a demo.Ring as JSON: field 'next': ")
        .contains("take records of strings");
  }

  @Test
  void handle_toAnApplicationThatIsNotThere_failsTheCall() {
    drop(
        jar("alone")
            .deployment(
                "demo.Alone",
                "routePrefix = \"/alone\"",
                "DeploymentHandle other;\n"
                    + "public void start(ReplicaContext context) {\n"
                    + "  other = context.handle(\"alone2\", \"Other\");\n"
                    + "}\n"
                    + "public Response handle(Request r) {\n"
                    + "  return Response.text(other.call(\"x\", String.class));\n"
                    + "}"));
    node.awaitRunning("alone", "1.0");

    HttpResponse<String> answer = node.get("/alone");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains(
            "no deployment alone2#Other is there just now: drop its JAR, or correct the name");
  }

  // ---- how it is said

  private static PluginJars jar(String id) {
    return PluginJars.jar(id, "1.0");
  }

  private static PluginJars routed(String id, String routes) {
    return jar(id)
        .source(
            "demo.Routed",
            "package demo;\n"
                + PluginJars.IMPORTS
                + ("@DeploymentOptions(routePrefix = \"/" + id + "\")\n")
                + "public class Routed implements HttpDeployment {\n"
                + ("  public Routes routes() {\n return Routes.of(\n" + routes + ");\n  }\n")
                + "}\n");
  }

  private static String taking(String statement) {
    return "public void start(ReplicaContext context) {\n  " + statement + "\n}\n" + TEXT;
  }

  private void drop(PluginJars jar) {
    jar.writeTo(node.deployDir().resolve(jar.id() + ".jar"));
  }

  private String failure(String application) {
    return node.awaitApplication(
            application, app -> app.status() == ApplicationStatus.DEPLOY_FAILED)
        .message();
  }

  private String refusal(String application) {
    return await("refusal of " + application)
        .atMost(Duration.ofSeconds(60))
        .until(() -> reason(application + ".jar"), reason -> !reason.isEmpty());
  }

  private String reason(String file) {
    return node.status().rejectedFiles().stream()
        .filter(refused -> refused.file().equals(file))
        .map(RejectedFile::reason)
        .collect(Collectors.joining());
  }

  /** What the log says of a request that fails. */
  private String fault(String path) {
    HttpResponse<String> answer = node.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
    String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
    return log.all().stream()
        .filter(line -> line.contains("request " + id + " failed"))
        .collect(Collectors.joining("\n"));
  }
}
