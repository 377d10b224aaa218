package io.jarserve.server.served;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications are deployed and changed over the API, by a client made of its document. */
@Timeout(300)
class RestApiTest {

  @TempDir Path home;
  private TestNode node;
  private DocumentClient client;

  @BeforeEach
  void start() {
    node = TestNode.start(home);
    client = new DocumentClient(node.adminPort());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  // ---- one application

  @Test
  void putApplication_ofAnUpload_serves() {
    DocumentClient.Answer answer = deploy("greeter", "1.0", Map.of("wait", "30s"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(application(answer).getString("change")).isEqualTo("created");
    assertThat(application(answer).getString("status")).isEqualTo("RUNNING");
    assertThat(node.get("/greeter").body()).isEqualTo("hello 1.0");
  }

  @Test
  void putApplication_withoutWaiting_isAcceptedAtOnce() {
    DocumentClient.Answer answer = deploy("greeter", "1.0", Map.of());

    assertThat(answer.status()).isEqualTo(202);
    node.awaitRunning("greeter", "1.0");
  }

  @Test
  void putApplication_again_changesAndRestartsNothing() {
    JsonObject body = upload("greeter", "1.0").put("num_replicas", 2);
    put("greeter", body, Map.of("wait", "30s"));
    List<String> before = replicas("greeter");

    DocumentClient.Answer again = put("greeter", body, Map.of("wait", "30s"));

    assertThat(again.status()).isEqualTo(200);
    assertThat(application(again).getString("change")).isEqualTo("unchanged");
    assertThat(application(again).getLong("version")).isEqualTo(1);
    assertThat(replicas("greeter")).isEqualTo(before);
  }

  @Test
  void putApplication_dryRun_tellsWhatWouldRestartAndChangesNothing() {
    deploy("greeter", "1.0", Map.of("wait", "30s"));
    JsonObject body = upload("greeter", "2.0").put("num_replicas", 3);

    DocumentClient.Answer answer = put("greeter", body, Map.of("dry_run", "true"));

    assertThat(answer.json().getBoolean("dry_run")).isTrue();
    JsonObject deployment = application(answer).getJsonArray("deployments").getJsonObject(0);
    assertThat(deployment.getString("action")).isEqualTo("restarts");
    assertThat(deployment.getJsonArray("why").encode()).contains("other bytes");
    assertThat(node.application("greeter").version()).isEqualTo("1.0");
  }

  @Test
  void putApplication_thatCannotStart_isToldWithinTheWait() {
    PluginJars jar =
        PluginJars.jar("bad", "1")
            .deployment(
                "demo.Bad",
                "routePrefix = \"/bad\"",
                "public void start(ReplicaContext c) { throw new IllegalStateException(\"no db\"); }"
                    + "public Response handle(Request r) { return Response.text(\"\"); }");
    JsonObject body = upload("bad", jar.bytes());

    DocumentClient.Answer answer = put("bad", body, Map.of("wait", "60s"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().getString("reason")).isEqualTo("deploy_failed");
    assertThat(answer.text()).contains("no db").doesNotContain("\\tat ");
  }

  @Test
  void putApplication_whoseStateIsAnother_isRefusedWith412() {
    String first = deploy("greeter", "1.0", Map.of("wait", "30s")).header("ETag");
    deploy("greeter", "2.0", Map.of("wait", "30s", "If-Match", first));

    DocumentClient.Answer late = deploy("greeter", "3.0", Map.of("If-Match", first));

    assertThat(late.status()).isEqualTo(412);
    assertThat(node.application("greeter").version()).isEqualTo("2.0");
    assertThat(client.call("getApplication", Map.of("name", "greeter"), null).header("ETag"))
        .isNotEqualTo(first)
        .startsWith("\"");
  }

  @Test
  void putApplication_withAMistake_namesTheFieldAndTheNearestName() {
    DocumentClient.Answer answer =
        client.call(
            "putApplication",
            Map.of("name", "greeter"),
            "{\"digest\":\"x\",\"num_replica\":1}".getBytes(UTF_8));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("field")).isEqualTo("num_replica");
    assertThat(answer.text()).contains("did you mean 'num_replicas'");
  }

  @Test
  void putApplication_ofADigestThatIsNotThere_saysToUploadIt() {
    DocumentClient.Answer answer =
        put("greeter", new JsonObject().put("digest", "0".repeat(64)), Map.of());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().getString("field")).isEqualTo("digest");
    assertThat(answer.text()).contains("upload it");
  }

  @Test
  void putApplication_ofAFileOfTheServer_serves() {
    Path jar = jar("greeter", "1.0").writeTo(home.resolve("greeter.jar"));

    put("greeter", new JsonObject().put("jar", jar.toUri().toString()), Map.of("wait", "30s"));

    assertThat(node.get("/greeter").body()).isEqualTo("hello 1.0");
  }

  @Test
  void putApplication_thatTheDirectoryHas_namesBothWays() {
    jar("greeter", "1.0").writeTo(node.deployDir().resolve("greeter.jar"));
    node.awaitRunning("greeter", "1.0");

    DocumentClient.Answer answer = deploy("greeter", "2.0", Map.of());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("greeter.jar").contains("the API");
  }

  @Test
  void patchAndScale_changeInPlace() {
    deploy("greeter", "1.0", Map.of("wait", "30s"));
    List<String> before = replicas("greeter");

    client.call(
        "patchApplication",
        Map.of("name", "greeter", "wait", "30s"),
        new JsonObject().put("max_queued_requests", 7));
    DocumentClient.Answer scaled =
        client.call(
            "scaleDeployment",
            Map.of("name", "greeter", "deployment", "Greeter", "wait", "30s"),
            new JsonObject().put("target_num_replicas", 2));

    assertThat(application(scaled).getString("status")).isEqualTo("RUNNING");
    assertThat(replicas("greeter")).hasSize(2).containsAll(before);
    Map<String, Object> options =
        node.application("greeter").deployments().values().iterator().next().deploymentConfig();
    assertThat(options).containsEntry("max_queued_requests", 7L);
  }

  @Test
  void restart_replacesEveryReplica() {
    deploy("greeter", "1.0", Map.of("wait", "30s"));
    List<String> before = replicas("greeter");

    DocumentClient.Answer answer =
        client.call(
            "restartApplication", Map.of("name", "greeter", "wait", "30s"), new JsonObject());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(application(answer).getString("change")).isEqualTo("restarted");
    assertThat(replicas("greeter")).doesNotContainAnyElementsOf(before);
  }

  @Test
  void rollback_toAVersion_servesItAgain() {
    deploy("greeter", "1.0", Map.of("wait", "30s"));
    deploy("greeter", "2.0", Map.of("wait", "30s"));

    DocumentClient.Answer answer =
        client.call(
            "rollbackApplication",
            Map.of("name", "greeter", "wait", "30s"),
            new JsonObject().put("version", 1));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(node.get("/greeter").body()).isEqualTo("hello 1.0");
    JsonArray versions =
        client.call("getVersions", Map.of("name", "greeter"), null).json().getJsonArray("versions");
    assertThat(versions.getJsonObject(0).getString("state")).isEqualTo("serving");
    assertThat(versions.getJsonObject(0).getString("version")).isEqualTo("1.0");
    assertThat(versions).hasSize(3);
  }

  @Test
  void delete_drainsAndForgets() {
    deploy("greeter", "1.0", Map.of("wait", "30s"));

    DocumentClient.Answer answer =
        client.call("deleteApplication", Map.of("name", "greeter", "wait", "30s"), null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(node.get("/greeter").statusCode()).isEqualTo(404);
    assertThat(client.call("getApplication", Map.of("name", "greeter"), null).status())
        .isEqualTo(404);
    assertThat(client.call("deleteApplication", Map.of("name", "greeter"), null).status())
        .isEqualTo(404);
  }

  // ---- all of an owner

  @Test
  void putApplications_ofFifty_servesThemAll() {
    JsonArray list = new JsonArray();
    for (int i = 0; i < 50; i++) {
      String name = "app-" + i;
      list.add(upload(name, "1.0").put("name", name));
    }
    JsonObject body = new JsonObject().put("applications", list);

    DocumentClient.Answer answer = client.call("putApplications", Map.of("wait", "60s"), body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().getJsonArray("applications")).hasSize(50);
    assertThat(node.get("/app-49").body()).isEqualTo("hello 1.0");
    List<String> before = allReplicas();

    DocumentClient.Answer again = client.call("putApplications", Map.of(), body);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().getJsonArray("applications").stream())
        .allMatch(app -> ((JsonObject) app).getString("change").equals("unchanged"));
    assertThat(allReplicas()).isEqualTo(before);
  }

  @Test
  void putApplications_leavesOthersAloneAndPrunesOnlyItsOwn() {
    deploy("by-api", "1.0", Map.of("wait", "30s"));
    JsonObject one = upload("one", "1.0").put("name", "one");
    JsonObject two = upload("two", "1.0").put("name", "two");
    whole(new JsonArray().add(one).add(two), Map.of("owner", "prod", "wait", "30s"));

    whole(new JsonArray().add(one), Map.of("owner", "prod"));
    assertThat(node.status().applications()).containsKeys("one", "two", "by-api");

    whole(new JsonArray(), Map.of("owner", "other", "prune", "true", "wait", "30s"));
    assertThat(node.status().applications()).containsKeys("one", "two", "by-api");

    whole(new JsonArray().add(one), Map.of("owner", "prod", "prune", "true", "wait", "30s"));
    assertThat(node.status().applications()).containsOnlyKeys("one", "by-api");

    client.call("deleteApplications", Map.of("owner", "prod", "wait", "30s"), null);
    assertThat(node.status().applications()).containsOnlyKeys("by-api");
  }

  @Test
  void putApplications_oneOfThemBad_changesNothing() {
    JsonObject good = upload("one", "1.0").put("name", "one");
    JsonObject bad = new JsonObject().put("name", "two").put("digest", good.getString("digest"));

    DocumentClient.Answer answer =
        client.call(
            "putApplications",
            Map.of(),
            new JsonObject().put("applications", new JsonArray().add(good).add(bad)));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().getString("field")).isEqualTo("applications[1].digest");
    assertThat(node.status().applications()).isEmpty();
  }

  // ---- helpers

  private DocumentClient.Answer whole(JsonArray applications, Map<String, String> inputs) {
    DocumentClient.Answer answer =
        client.call("putApplications", inputs, new JsonObject().put("applications", applications));
    assertThat(answer.status()).as(answer.text()).isLessThan(300);
    return answer;
  }

  private DocumentClient.Answer deploy(String name, String version, Map<String, String> inputs) {
    return put(name, upload(name, version), inputs);
  }

  private DocumentClient.Answer put(String name, JsonObject body, Map<String, String> inputs) {
    Map<String, String> all = new HashMap<>(inputs);
    all.put("name", name);
    return client.call("putApplication", all, body);
  }

  private JsonObject upload(String name, String version) {
    return upload(name, jar(name, version).bytes());
  }

  private JsonObject upload(String name, byte[] jar) {
    DocumentClient.Answer answer = client.call("uploadArtifact", Map.of("name", name), jar);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return new JsonObject().put("digest", answer.json().getString("digest"));
  }

  private static PluginJars jar(String name, String version) {
    return PluginJars.greeter(name, version, "hello " + version);
  }

  private static JsonObject application(DocumentClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isLessThan(300);
    return answer.json().getJsonArray("applications").getJsonObject(0);
  }

  private List<String> replicas(String application) {
    return replicas(node.application(application));
  }

  private List<String> allReplicas() {
    return node.status().applications().values().stream()
        .flatMap(app -> replicas(app).stream())
        .toList();
  }

  private static List<String> replicas(ApplicationView view) {
    return view.deployments().values().stream()
        .flatMap(deployment -> deployment.replicas().stream())
        .filter(ReplicaView::healthy)
        .map(ReplicaView::replicaId)
        .sorted()
        .toList();
  }
}
