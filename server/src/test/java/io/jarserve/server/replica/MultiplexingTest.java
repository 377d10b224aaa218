package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests find the replica that holds their model, and models go with their replica. */
@Timeout(300)
class MultiplexingTest {

  private static final String CLOSED = "io.jarserve.test.closed";

  @TempDir Path dir;
  private SmallNode node;

  @BeforeEach
  void start() throws IOException {
    System.clearProperty(CLOSED);
    node = new SmallNode(dir);
  }

  @AfterEach
  void stop() {
    node.close();
    System.clearProperty(CLOSED);
  }

  @Test
  void handle_ofOneModel_isAlwaysTheReplicaThatLoadedIt() throws Exception {
    run("a", "b", "c");

    for (String model : new String[] {"tenant-1", "tenant-2", "tenant-3"}) {
      Set<String> answers = new TreeSet<>();
      for (int i = 0; i < 10; i++) {
        answers.add(get(model).body());
      }
      assertThat(answers).hasSize(1).allMatch(answer -> answer.startsWith(model + " at app#Main#"));
    }
    assertThat(node.meters().scrape())
        .contains("model_id=\"tenant-1\"", "model_id=\"tenant-2\"", "model_id=\"tenant-3\"")
        .contains("load_latency_seconds_count{application=\"app\",deployment=\"Main\"} 3");
  }

  @Test
  void handle_manyAtOnceOfAModelThatNobodyHolds_loadItOnce() throws Exception {
    run("a", "b", "c");
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      clients.add(new Wire(node.port()));
    }
    for (int round = 0; round < 3; round++) {
      for (Wire client : clients) {
        client.send("GET", "/app", "", "jarserve-multiplexed-model-id: tenant-" + round);
      }
      for (Wire client : clients) {
        assertThat(client.receive().status()).isEqualTo(200);
      }
    }
    for (Wire client : clients) {
      client.close();
    }

    assertThat(node.meters().scrape())
        .contains("load_latency_seconds_count{application=\"app\",deployment=\"Main\"} 3");
  }

  @Test
  void handle_ofAModelThatNobodyKnows_answersWhatTheLoaderSays() throws Exception {
    run("a");

    assertThat(get("nobody").status()).isEqualTo(404);
    assertThat(get("nobody").body()).contains("no tenant 'nobody'");
  }

  @Test
  void stop_modelsAreThere_closesAndForgetsThem() throws Exception {
    List<ReplicaId> ids = run("a");
    get("tenant-1");
    get("tenant-2");

    node.stop(ids.get(0));

    assertThat(System.getProperty(CLOSED).split(" ")).hasSize(2);
    assertThat(node.meters().scrape()).doesNotContain("tenant-1");

    node.awaitUnloaded();
  }

  private List<ReplicaId> run(String... tags) {
    SmallNode.Version version = node.store("app", "demo.Main", jar());
    List<ReplicaId> ids = new ArrayList<>();
    for (String tag : tags) {
      ids.add(node.assign(version, tag, Map.of()));
    }
    node.follow();
    ids.forEach(id -> node.awaitState(id, ReplicaState.RUNNING));
    return ids;
  }

  private Wire.Answer get(String model) throws IOException {
    return Wire.get(node.port(), "/app", "jarserve-multiplexed-model-id: " + model);
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0")
        .source(
            "demo.Model",
            """
            package demo;
            record Model(String id) implements AutoCloseable {
              public synchronized void close() {
                String before = System.getProperty("io.jarserve.test.closed", "");
                System.setProperty("io.jarserve.test.closed", (before + " " + id).strip());
              }
            }
            """)
        .deployment(
            "demo.Main",
            "",
            """
            private ReplicaContext context;
            private Multiplexed<Model> models;
            @Override public void start(ReplicaContext given) {
              context = given;
              models = given.multiplexed(3, Main::load);
            }
            private static Model load(String id) {
              if (!id.startsWith("tenant")) {
                throw new RequestException(404, "no tenant '" + id + "'");
              }
              return new Model(id);
            }
            public Response handle(Request request) throws Exception {
              String id = context.currentRequest().flatMap(CurrentRequest::multiplexedModelId).orElseThrow();
              return Response.text(models.call(id, model -> model.id() + " at " + context.replicaId()));
            }
            """);
  }
}
