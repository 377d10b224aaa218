package io.jarserve.server.replica.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who ends a request ends the work of those who were called for it: of the application's own
 * deployment at {@code /own}, of another application's at {@code /far}.
 */
@Timeout(300)
class CancelledCallsTest {

  private static final String SLOW =
      """
      package demo;
      public interface Slow {
        java.util.concurrent.CompletionStage<String> later(String who);
        String hang(String who) throws InterruptedException;
      }
      """;

  /** Never answers by itself, and says so when its work is ended. */
  private static final String WORKER =
      """
        public CompletionStage<String> later(String who) {
          CompletableFuture<String> work = new CompletableFuture<>();
          work.whenComplete((value, thrown) -> {
            if (work.isCancelled()) { System.setProperty("slow.ended." + who, "stage"); }
          });
          System.setProperty("slow.begun." + who, "yes");
          return work;
        }
        public String hang(String who) throws InterruptedException {
          System.setProperty("slow.begun." + who, "yes");
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            System.setProperty("slow.ended." + who, "thread");
            throw e;
          }
          return "";
        }
        public Response handle(Request r) {
          String who = r.query("who").orElse("");
          r.onCancel(() -> System.setProperty("slow.told." + who, String.valueOf(r.isCancelled())));
          return Response.async(later(who).thenApply(Response::text));
        }
      """;

  private static final String FRONT =
      """
        DeploymentHandle handle;
        Slow slow;
        public void start(ReplicaContext context) {
          handle = %s;
          slow = handle.as(Slow.class);
        }
        public Response handle(Request r) throws Exception {
          String who = r.query("who").orElse("");
          return switch (r.path()) {
            case "/stage" -> Response.async(slow.later(who).thenApply(Response::text));
            case "/thread" -> Response.text(slow.hang(who));
            default -> Response.text(
                handle.call(CallRequest.get("/").withQuery("who", who), String.class));
          };
        }
      """;

  @TempDir private static Path home;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start(home);
    serve(worker(fronts("own", "context.handle(\"Worker\")"), ""));
    serve(fronts("far", "context.handle(\"own\", \"Worker\")"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void forget() {
    List.copyOf(System.getProperties().stringPropertyNames()).stream()
        .filter(name -> name.startsWith("slow."))
        .forEach(System::clearProperty);
  }

  @ParameterizedTest
  @ValueSource(strings = {"own", "far"})
  void request_timeIsUp_endsTheCalleesStageAndThread(String application) {
    for (String path : new String[] {"stage", "thread"}) {
      String who = application + "-late-" + path;
      assertThat(node.get("/" + application + "/" + path + "?who=" + who).statusCode())
          .isGreaterThanOrEqualTo(500);
      awaitProperty("slow.ended." + who, path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"own", "far"})
  void client_isGone_endsTheCalleesStageAndThread(String application) throws IOException {
    for (String path : new String[] {"stage", "thread"}) {
      String who = application + "-gone-" + path;
      try (Wire client = new Wire(node.port())) {
        client.send("GET", "/" + application + "-patient/" + path + "?who=" + who, "");
        awaitProperty("slow.begun." + who, "yes");
      }
      awaitProperty("slow.ended." + who, path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"own", "far"})
  void untyped_timeIsUp_tellsTheCalleeAndCancelsItsAnswer(String application) {
    String who = application + "-untyped";

    assertThat(node.get("/" + application + "/untyped?who=" + who).statusCode())
        .isGreaterThanOrEqualTo(500);

    awaitProperty("slow.told." + who, "true");
    await()
        .untilAsserted(
            () ->
                assertThat(node.metrics())
                    .containsPattern("num_ongoing_requests_at_replicas.*own.*Worker.* 0\\.0\n"));
  }

  /** Outside of a request, so that nobody but the callee's own end ends it. */
  @Test
  void callee_hasToStop_cancelsTheStageThatItGave() throws IOException {
    PluginJars jar =
        PluginJars.jar("stopping", "1.0")
            .source("demo.Slow", SLOW)
            .deployment(
                "demo.Front",
                "",
                """
                public void start(ReplicaContext context) {
                  context.handle("Worker").as(Slow.class).later("stopped");
                }
                public Response handle(Request r) { return Response.text(""); }
                """);
    serve(worker(jar, ", gracefulShutdownTimeout = \"100ms\""));

    Files.delete(node.deployDir().resolve("stopping.jar"));

    awaitProperty("slow.ended.stopped", "stage");
    node.awaitStatus(status -> !status.applications().containsKey("stopping"));
  }

  private static PluginJars fronts(String id, String handle) {
    String body = FRONT.formatted(handle);
    return PluginJars.jar(id, "1.0")
        .source("demo.Slow", SLOW)
        .source("demo.Front", front("Front", id, ", requestTimeout = \"1s\"", body))
        .source("demo.Patient", front("Patient", id + "-patient", "", body));
  }

  private static String front(String name, String path, String options, String body) {
    return TextJars.deployment(name, "Deployment", TextJars.route(path) + options, body);
  }

  private static PluginJars worker(PluginJars jar, String options) {
    String source =
        TextJars.deployment("Worker", "Deployment, Slow", "name = \"Worker\"" + options, WORKER);
    return jar.source("demo.Worker", source);
  }

  private static void serve(PluginJars jar) {
    jar.writeTo(node.deployDir().resolve(jar.id() + ".jar"));
    node.awaitRunning(jar.id(), "1.0");
  }

  private static void awaitProperty(String name, String value) {
    await(name).untilAsserted(() -> assertThat(System.getProperty(name)).isEqualTo(value));
  }
}
