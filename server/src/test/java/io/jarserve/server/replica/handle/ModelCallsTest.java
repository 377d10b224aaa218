package io.jarserve.server.replica.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls through handles that are for a model: whichever way they come, it is loaded once. */
@Timeout(300)
class ModelCallsTest {

  private static final String TOLD =
      """
      package demo;
      public interface Told {
        String told();
      }
      """;

  /** Says which model, and where; each model that is loaded is a line more of {@code /loads}. */
  private static final String TENANTS =
      """
        static final Queue<String> LOADS = new ConcurrentLinkedQueue<>();
        ReplicaContext context;
        Multiplexed<String> models;
        public void start(ReplicaContext given) {
          context = given;
          models = given.multiplexed(9, id -> { LOADS.add(id); return id + " at " + given.replicaId(); });
        }
        public String told() {
          try {
            return models.call(context.currentRequest().orElseThrow().multiplexedModelId().orElseThrow(), m -> m);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }
        public Response handle(Request r) throws Exception {
          return Response.text(
              r.path().equals("/loads")
                  ? String.join("\\n", LOADS)
                  : models.call(r.header(Multiplexed.HEADER).orElse("nothing"), m -> m));
        }
      """;

  /** {@code /typed}: six calls at once; {@code /untyped}: one that names the model itself. */
  private static final String FRONT =
      """
        DeploymentHandle tenants;
        public void start(ReplicaContext context) { tenants = context.handle(%s); }
        public Response handle(Request r) {
          String id = r.query("id").orElseThrow();
          if (r.path().equals("/untyped")) {
            CallRequest request = CallRequest.get("/").withHeader("Jarserve-Multiplexed-Model-Id", id);
            return Response.text(tenants.call(request, String.class)
                + "\\n" + tenants.forModel(id).call(CallRequest.get("/"), String.class));
          }
          List<CompletionStage<String>> calls = new ArrayList<>();
          for (int i = 0; i < 6; i++) { calls.add(tenants.forModel(id).async(Told.class, Told::told)); }
          Set<String> answers = new TreeSet<>();
          for (CompletionStage<String> call : calls) { answers.add(call.toCompletableFuture().join()); }
          return Response.text(String.join("\\n", answers));
        }
      """;

  @TempDir private static Path home;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start(home);
    PluginJars near = PluginJars.jar("near", "1.0").source("demo.Told", TOLD);
    near.source(
        "demo.Tenants",
        TextJars.deployment(
            "Tenants", "Deployment, Told", "numReplicas = 4, routePrefix = \"/tenants\"", TENANTS));
    serve(front(near, "\"Tenants\""));
    serve(front(PluginJars.jar("far", "1.0").source("demo.Told", TOLD), "\"near\", \"Tenants\""));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** Also when the request that they belong to is for another model. */
  @Test
  void call_severalAtOnceOfAModelThatNobodyHolds_loadItOnce() throws IOException {
    for (String application : List.of("near", "far")) {
      for (int i = 0; i < 8; i++) {
        String id = application + "-" + i;

        assertThat(get("/" + application + "/typed?id=" + id).lines())
            .singleElement()
            .asString()
            .startsWith(id + " at near#Tenants#");
        assertThat(loads(id)).isEqualTo(1);
      }
    }
  }

  @Test
  void call_thatNamesTheModelItself_goesToTheHolderAndSaysSo() throws IOException {
    for (String application : List.of("near", "far")) {
      String id = "named-" + application;

      List<String> answers = get("/" + application + "/untyped?id=" + id).lines().toList();

      assertThat(answers).hasSize(2).allMatch(answer -> answer.startsWith(id + " at near#"));
      assertThat(get("/" + application + "/typed?id=" + id)).isEqualTo(answers.get(0));
      assertThat(loads(id)).isEqualTo(1);
    }
  }

  @Test
  void call_atOnceWithRequestsOverHttp_loadsOnceForAll() throws IOException {
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      clients.add(new Wire(node.port()));
    }
    for (int round = 0; round < 5; round++) {
      String id = "mixed-" + round;
      for (int i = 0; i < clients.size(); i++) {
        String path = List.of("/tenants", "/near/typed?id=" + id, "/far/typed?id=" + id).get(i % 3);
        clients.get(i).send("GET", path, "", "jarserve-multiplexed-model-id: " + id);
      }
      for (Wire client : clients) {
        assertThat(client.receive().status()).isEqualTo(200);
      }
      assertThat(loads(id)).isEqualTo(1);
    }
    for (Wire client : clients) {
      client.close();
    }
  }

  private static String get(String path) throws IOException {
    Wire.Answer answer = Wire.get(node.port(), path, "jarserve-multiplexed-model-id: of-request");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static long loads(String model) throws IOException {
    return get("/tenants/loads").lines().filter(model::equals).count();
  }

  private static PluginJars front(PluginJars jar, String callee) {
    String body = FRONT.formatted(callee);
    return jar.source(
        "demo.Front", TextJars.deployment("Front", "Deployment", TextJars.route(jar.id()), body));
  }

  private static void serve(PluginJars jar) {
    jar.writeTo(node.deployDir().resolve(jar.id() + ".jar"));
    node.awaitRunning(jar.id(), "1.0");
  }
}
