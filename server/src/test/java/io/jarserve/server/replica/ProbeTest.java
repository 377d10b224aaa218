package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.testing.PluginJars;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas that must answer a request of the server's before they take those of others. */
@Timeout(300)
class ProbeTest {

  private static final String BEGUN = "io.jarserve.probe.begun";

  @TempDir Path dir;
  private SmallNode node;

  @BeforeEach
  void start() throws IOException {
    node = new SmallNode(dir);
  }

  @AfterEach
  void close() {
    node.close();
    System.clearProperty(BEGUN);
  }

  @Test
  void probe_answeredAsExpected_letsTheReplicaIn() {
    ReplicaId id = run("return Response.empty(204);", Map.of("path", "/ready", "status", 204));

    node.awaitState(id, ReplicaState.RUNNING);
    assertThat(node.of(id).healthy()).isTrue();
  }

  @Test
  void probe_ofAPath_isAGetWithoutABodyOnTheReplicaItself() {
    String checks =
        """
        if (!request.method().equals("GET") || !request.path().equals("/ready")
            || request.bytes().length > 0) {
          throw new IllegalStateException(request.method() + request.path());
        }
        return Response.text("fine");
        """;

    node.awaitState(run(checks, Map.of("path", "/ready")), ReplicaState.RUNNING);
  }

  @Test
  void probe_answeredLater_isWaitedFor() {
    String later =
        "return Response.async(java.util.concurrent.CompletableFuture.completedFuture(Response.text(\"\")));";

    node.awaitState(run(later, Map.of("path", "/ready")), ReplicaState.RUNNING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          return Response.text("no").withStatus(503); | was answered with status 503, not 200 as probe.status says
          throw new RequestException(404, "no such thing"); | was answered with status 404, not 200 as probe.status says
          return null; | handle returned null
          throw new IllegalStateException("no model"); | no model
          throw new StackOverflowError("deep"); | deep
          """)
  void probe_notAnsweredAsExpected_isAFailedStart(String body, String cause) {
    ReplicaId id = run(body, Map.of("path", "/ready"));

    node.awaitState(id, ReplicaState.FAILED);

    assertThat(node.of(id).message())
        .startsWith("could not start: the probe request GET /ready ")
        .contains(cause);
    assertThat(node.of(id).healthy()).isFalse();
  }

  @Test
  void probe_hangs_isAFailedStartAtItsDeadline() {
    ReplicaId id =
        run("Thread.sleep(60_000); return null;", Map.of("path", "/ready", "timeout_s", 0.2));

    node.awaitState(id, ReplicaState.FAILED);

    assertThat(node.of(id).message())
        .contains("the probe request GET /ready did not return within 0.2 s");
  }

  @Test
  void stop_duringTheProbe_doesNotWaitForIt() {
    String hangs =
        "System.setProperty(\"%s\", \"yes\"); Thread.sleep(60_000); return null;".formatted(BEGUN);
    ReplicaId id = run(hangs, Map.of("path", "/ready", "timeout_s", 60));
    await().atMost(Duration.ofSeconds(60)).until(() -> System.getProperty(BEGUN) != null);

    node.stop(id);

    assertThat(node.report().replicas()).isEmpty();
  }

  private ReplicaId run(String body, Map<String, Object> probe) {
    ReplicaId id = node.assign(version(body), "a", options(probe));
    node.follow();
    return id;
  }

  private static Map<OptionKey, Object> options(Map<String, Object> probe) {
    return Map.of(OptionKey.PROBE, probe);
  }

  private SmallNode.Version version(String body) {
    return node.store(
        "app",
        "demo.Main",
        PluginJars.jar("app", "1.0")
            .deployment(
                "demo.Main",
                "",
                "public Response handle(Request request) throws Exception { " + body + " }"));
  }
}
