package io.jarserve.server.replica;

import static io.jarserve.server.testing.Soon.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batches of requests over real HTTP, and that nothing of a batcher stays behind. */
@Timeout(300)
class BatchingTest {

  @TempDir Path dir;
  private SmallNode node;

  @BeforeEach
  void start() throws IOException {
    node = new SmallNode(dir);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void handle_ofSeveralRequests_isOneBatch() throws Exception {
    run(Map.of("size", 3, "waitMillis", 3_600_000));

    List<Wire> clients = asked("/a", "/b", "/c");

    assertThat(clients.get(0).receive().body()).isEqualTo("/a of 3 none");
    assertThat(clients.get(1).receive().body()).isEqualTo("/b of 3 none");
    assertThat(clients.get(2).receive().body()).isEqualTo("/c of 3 none");
    assertThat(node.meters().scrape())
        .contains("jarserve_actual_batch_size_sum{application=\"app\",deployment=\"Main\"} 3");
  }

  @Test
  void reconfigure_otherOptions_holdForTheNextBatch() throws Exception {
    SmallNode.Version version = run(Map.of("size", 3, "waitMillis", 3_600_000));

    configure(version, Map.of("size", 1, "waitMillis", 0));

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Wire.get(node.port(), "/app/x").body().equals("/x of 1 none"));
  }

  @Test
  void handle_oneElementIsBad_failsThatRequestAlone() throws Exception {
    run(Map.of("size", 3, "waitMillis", 3_600_000));

    List<Wire> clients = asked("/a", "/bad", "/c");

    assertThat(clients.get(0).receive().body()).startsWith("/a of 3");
    Wire.Answer bad = clients.get(1).receive();
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.body()).contains("bad is bad");
    assertThat(clients.get(2).receive().body()).startsWith("/c of 3");
  }

  @Test
  void handle_deadlinePassed_isDroppedFromTheBatch() throws Exception {
    SmallNode.Version version = run(Map.of("size", 2, "waitMillis", 3_600_000));
    node.assign(
        version,
        "a",
        Map.of(
            OptionKey.REQUEST_TIMEOUT_S,
            1,
            OptionKey.USER_CONFIG,
            Map.of("size", 2, "waitMillis", 3_600_000)));
    node.follow();
    until(() -> node.report().planNumber() == 2);
    assertThat(Wire.get(node.port(), "/app/late").status()).isEqualTo(504);

    node.assign(
        version, "a", Map.of(OptionKey.USER_CONFIG, Map.of("size", 2, "waitMillis", 3_600_000)));
    node.follow();
    until(() -> node.report().planNumber() == 3);
    List<Wire> clients = asked("/a", "/b");

    assertThat(clients.get(0).receive().body()).isEqualTo("/a of 2 none");
    assertThat(clients.get(1).receive().body()).isEqualTo("/b of 2 none");
    assertThat(node.meters().scrape())
        .contains(
            "jarserve_batch_elements_dropped_total{application=\"app\",deployment=\"Main\"} 1");
  }

  @Test
  void stop_elementsWaitWithoutARequest_endsAndUnloads() throws Exception {
    run(Map.of("size", 3, "waitMillis", 3_600_000));
    assertThat(Wire.get(node.port(), "/app/forget").status()).isEqualTo(204);

    node.stop(node.report().replicas().keySet().iterator().next());

    node.awaitUnloaded();
  }

  private SmallNode.Version run(Map<String, Object> config) {
    SmallNode.Version version = node.store("app", "demo.Main", jar());
    node.awaitState(configure(version, config), ReplicaState.RUNNING);
    return version;
  }

  private ReplicaId configure(SmallNode.Version version, Map<String, Object> config) {
    ReplicaId id = node.assign(version, "a", Map.of(OptionKey.USER_CONFIG, config));
    node.follow();
    return id;
  }

  /** Each on a connection of its own, in that order. */
  private List<Wire> asked(String... paths) throws IOException {
    List<Wire> clients = new ArrayList<>();
    for (String path : paths) {
      Wire wire = new Wire(node.port());
      wire.send("GET", "/app" + path, "");
      clients.add(wire);
    }
    return clients;
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0")
        .deployment(
            "demo.Main",
            "",
            """
            public record Settings(int size, int waitMillis) {}
            private Batcher<String, String> batcher;
            private ReplicaContext context;
            @Override public void start(ReplicaContext given) {
              context = given;
              batcher = given.batcherOfResults(BatchOptions.defaults(), this::all);
            }
            @Override public void reconfigure(UserConfig given) {
              Settings settings = given.as(Settings.class);
              batcher.options(BatchOptions.defaults()
                  .withMaxBatchSize(settings.size())
                  .withBatchWaitTimeout(java.time.Duration.ofMillis(settings.waitMillis())));
            }
            public Response handle(Request request) throws Exception {
              if (request.path().equals("/forget")) {
                batcher.submit("forgotten").whenComplete((value, thrown) -> new Object() {});
                return Response.empty(204);
              }
              return Response.text(batcher.call(request.path()));
            }
            private List<BatchResult<String>> all(List<String> paths) {
              String request = context.currentRequest().map(CurrentRequest::id).orElse("none");
              List<BatchResult<String>> results = new ArrayList<>();
              for (String path : paths) {
                results.add(path.equals("/bad")
                    ? BatchResult.failed(new RequestException(422, "bad is bad"))
                    : BatchResult.done(path + " of " + paths.size() + " " + request));
              }
              return results;
            }
            """);
  }
}
