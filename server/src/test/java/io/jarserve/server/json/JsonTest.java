package io.jarserve.server.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.DeploymentStatus;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ProxyStatus;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.model.StatusTrigger;
import io.jarserve.server.model.WantedState;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

  private static final Digest DIGEST = new Digest("3f9c0a12b4de".repeat(6).substring(0, 64));

  @Test
  void wantedState_everyOptionSet_roundTrips() {
    ApplicationSpec spec = spec("1.2", everyOption());
    WantedState state =
        new WantedState(
            List.of(
                new WantedState.Application(
                    spec,
                    Optional.of(spec("1.1", Options.defaults())),
                    List.of(new WantedState.Failure(spec, "start threw", Instant.ofEpochMilli(1))),
                    Optional.of(Instant.parse("2026-01-02T03:04:05.123456789Z"))),
                new WantedState.Application(spec, Optional.empty(), List.of(), Optional.empty())));

    byte[] json = Json.write(state);

    assertThat(Json.read(json, WantedState.class)).isEqualTo(state);
    assertThat(Json.read(Json.pretty(state).getBytes(UTF_8), WantedState.class)).isEqualTo(state);
    assertThat(new String(json, UTF_8))
        .contains("\"num_replicas\":7")
        .contains("\"class_name\":\"com.acme.Greeter\"")
        .contains("\"digest\":\"" + DIGEST + "\"")
        .contains("\"deployed_at\":\"2026-01-02T03:04:05.123456789Z\"");
  }

  @Test
  void wantedState_withoutOptionalFields_isRead() {
    String json =
        "{'applications': [{'wanted': {'name': 'g', 'version': '1', 'digest': '%s', 'file': 'g.jar', 'deployments': []}, 'from_the_future': 1}]}";

    WantedState state = read(json.formatted(DIGEST), WantedState.class);

    assertThat(state.applications()).hasSize(1);
    assertThat(state.applications().get(0).lastGood()).isEmpty();
    assertThat(state.applications().get(0).deployedAt()).isEmpty();
    assertThat(state.applications().get(0).bake()).isEmpty();
  }

  @Test
  void options_missingOnes_haveTheirDefaults() {
    Options options = read("{'num_replicas': 3}", Options.class);

    assertThat(options).isEqualTo(Options.defaults().with(OptionKey.NUM_REPLICAS, 3));
  }

  @Test
  void options_unknownOrOutOfRange_areRefusedByName() {
    assertThatThrownBy(() -> read("{'num_replica': 3}", Options.class))
        .hasMessage("unknown option 'num_replica'; did you mean 'num_replicas'?");
    assertThatThrownBy(() -> read("{'num_replicas': -3}", Options.class))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("option num_replicas is '-3' but must be");
  }

  @Test
  void instanceStatus_written_hasTheShapeOfRayServe() {
    Object written = plain(status());

    assertThat(written)
        .extracting("controller_info.node_id", "controller_info.start_time_s", "http_options.port")
        .containsExactly("n1", 1.5, 8000L);
    assertThat(written)
        .extracting("proxies.n1.status", "applications.greeter.status")
        .containsExactly("HEALTHY", "DEPLOY_FAILED");
    Map<?, ?> application = (Map<?, ?>) at(written, "applications", "greeter");
    assertThat(application.keySet())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.ITERABLE)
        .containsExactly(
            "name",
            "route_prefix",
            "status",
            "message",
            "last_deployed_time_s",
            "file",
            "version",
            "digest",
            "serving_version",
            "serving_digest",
            "superseded",
            "pending_unload",
            "last_error",
            "deployments",
            "origin",
            "bake");
    assertThat(at(application, "origin"))
        .extracting("owner", "owner_name", "number", "serving_number", "time_s")
        .containsExactly("config", "prod.yaml", 4L, 3L, 9.5);
    assertThat(application.get("serving_version")).isNull();
    assertThat(at(application, "deployments", "Greeter"))
        .extracting("status_trigger", "deployment_config.num_replicas", "target_num_replicas")
        .containsExactly("REPLICA_STARTUP_FAILED", 2L, 2L);
    assertThat(((List<?>) at(application, "deployments", "Greeter", "replicas")).get(0))
        .extracting("replica_id", "state", "healthy", "start_time_s")
        .containsExactly("greeter#Greeter#a1", "STARTING", false, 2.0);
    assertThat(((List<?>) at(written, "pending_unload")).get(0)).extracting("age_s").isEqualTo(3.5);
  }

  @Test
  void instanceStatus_roundTrips() {
    assertThat(Json.read(Json.write(status()), InstanceStatus.class)).isEqualTo(status());
    assertThat(Yaml.read("status", Yaml.write(status())).plain()).isEqualTo(plain(status()));
  }

  @Test
  void times_areWrittenInDigits() {
    Map<String, Double> times = new LinkedHashMap<>();
    times.put("a", 1.795497132465E9);
    times.put("b", 2.0E9);
    times.put("c", 0.001);
    times.put("d", -1.0e300);

    String json = new String(Json.write(times), UTF_8);

    assertThat(json)
        .isEqualTo("{\"a\":1795497132.465,\"b\":2000000000.0,\"c\":0.001,\"d\":-1.0E300}");
    assertThat(Json.read(json.getBytes(UTF_8), Object.class)).isEqualTo(times);
    assertThat(Yaml.write(times)).startsWith("a: 1795497132.465\nb: 2000000000.0\nc: 0.001\n");
    assertThat(Yaml.read("x", Yaml.write(times)).plain()).isEqualTo(times);
  }

  @Test
  void ids_areStrings() {
    ReplicaId id = new ReplicaId(new DeploymentId("a", "d"), "t");
    assertThat(plain(id)).isEqualTo("a#d#t");
    assertThat(plain(Map.of(id, 1))).isEqualTo(Map.of("a#d#t", 1L));
    assertThat(read("'a#d#t'", ReplicaId.class)).isEqualTo(id);
    assertThat(read("'a#d'", DeploymentId.class)).isEqualTo(id.deploymentId());
    assertThatThrownBy(() -> read("'a'", DeploymentId.class))
        .hasMessage("must be application#deployment but is 'a'");
    assertThatThrownBy(() -> read("'xyz'", Digest.class)).hasMessageContaining("64 hexadecimal");
  }

  @Test
  void problem_nullFields_areLeftOut() {
    Problem whole = new Problem("about:blank", "Not Found", 404, "no route", "r1", "no_route");
    Problem bare = new Problem("about:blank", "Not Found", 404, "no route", null, null);

    assertThat(new String(Json.write(whole), UTF_8))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                + "\"detail\":\"no route\",\"request_id\":\"r1\",\"reason\":\"no_route\"}");
    assertThat(new String(Json.write(bare), UTF_8)).doesNotContain("request_id", "reason");
  }

  @Test
  void read_broken_namesThePlace() {
    assertThatThrownBy(() -> read("{'a': }", WantedState.class))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("not valid JSON at line 1, column 7");
    assertThatThrownBy(() -> read("null", WantedState.class)).hasMessageContaining("but is null");
    assertThatThrownBy(() -> read("", WantedState.class)).hasMessageContaining("nothing is there");
    assertThatThrownBy(() -> read("{'applications': 5}", WantedState.class))
        .hasMessage("field 'applications': must be a list but is a number");
  }

  private static Options everyOption() {
    Map<String, Object> userConfig = new LinkedHashMap<>();
    userConfig.put("text", "ü\n");
    userConfig.put("whole", 1L);
    userConfig.put("large", Long.MAX_VALUE);
    userConfig.put("fraction", 1.0);
    userConfig.put("nothing", null);
    userConfig.put("list", Arrays.asList(1L, null, Map.of("k", false)));
    Map<OptionKey, Object> raw = new EnumMap<>(OptionKey.class);
    for (OptionKey key : OptionKey.values()) {
      raw.put(
          key,
          switch (key) {
            case ROUTE_PREFIX -> "/greet";
            case NUM_REPLICAS -> 7;
            case UPDATE_STRATEGY -> "recreate";
            case NON_BLOCKING -> true;
            case USER_CONFIG -> userConfig;
            case PROBE -> Map.of("path", "/ready", "status", 204);
            case BAKE -> Map.of("time_s", 2.5, "max_error_percent", 3);
            case RESPONSE_CACHE -> Map.of("ttl_s", 0.5, "vary_headers", List.of("A"));
            case HEALTH_CHECK_PERIOD_S -> "250ms";
            case HEALTH_CHECK_TIMEOUT_S -> 1.001;
            default -> 77;
          });
    }
    Options options = Options.defaults().with(raw);
    for (OptionKey key : OptionKey.values()) {
      assertThat(options.get(key)).as(key.yamlName()).isNotEqualTo(Options.defaults().get(key));
    }
    return options;
  }

  private static ApplicationSpec spec(String version, Options options) {
    return new ApplicationSpec(
        "greeter",
        version,
        DIGEST,
        "greeter-" + version + ".jar",
        List.of(new DeploymentSpec("Greeter", "com.acme.Greeter", options)));
  }

  private static InstanceStatus status() {
    return new InstanceStatus(
        new InstanceStatus.ControllerInfo(
            "n1", "serve", "0.1.0", "17", 42, 1.5, "/deploy-dir", false),
        "EveryNode",
        new InstanceStatus.HttpOptions("127.0.0.1", 8000, false),
        Map.of("n1", new InstanceStatus.ProxyView("n1", "127.0.0.1", ProxyStatus.HEALTHY, null)),
        Map.of("greeter", application()),
        List.of(new InstanceStatus.RejectedFile("bad.jar", "not a zip")),
        List.of(
            new InstanceStatus.PendingUnload("old", "1", DIGEST.hex(), 3.5, List.of("a timer"))),
        List.of(),
        List.of());
  }

  private static InstanceStatus.ApplicationView application() {
    InstanceStatus.ReplicaView replica =
        new InstanceStatus.ReplicaView(
            "greeter#Greeter#a1",
            ReplicaState.STARTING,
            false,
            "1.2",
            DIGEST.hex(),
            "n1",
            42,
            2,
            "");
    return new InstanceStatus.ApplicationView(
        "greeter",
        "/greet",
        ApplicationStatus.DEPLOY_FAILED,
        "start threw",
        null,
        "greeter.jar",
        "1.2",
        DIGEST.hex(),
        null,
        null,
        List.of("greeter-old.jar"),
        1,
        new InstanceStatus.LastError("start threw", 9.25),
        Map.of(
            "Greeter",
            new InstanceStatus.DeploymentView(
                "Greeter",
                DeploymentStatus.DEPLOY_FAILED,
                StatusTrigger.REPLICA_STARTUP_FAILED,
                "start threw",
                Map.of("num_replicas", 2L),
                2,
                List.of(replica))),
        new InstanceStatus.OriginView(
            "config", "prod.yaml", 4, "4-m3", 3L, "alice", "deploy", 9.5, null),
        null);
  }

  private static Object at(Object value, String... path) {
    Object here = value;
    for (String step : path) {
      here = Objects.requireNonNull(((Map<?, ?>) here).get(step), step);
    }
    return here;
  }

  private static Object plain(Object value) {
    return Json.read(Json.write(value), Object.class);
  }

  private static <T> T read(String json, Class<T> type) {
    return Json.read(json.replace('\'', '"').getBytes(UTF_8), type);
  }
}
