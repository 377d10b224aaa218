package io.jarserve.server.replica;

import static io.jarserve.server.testing.Soon.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.testing.LogLines;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes of options reach running replicas, which stay the same instances. */
@Timeout(300)
class OptionsInPlaceTest {

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
  void userConfig_atStartAndChanged_reachesTheSameInstance() throws Exception {
    SmallNode.Version version = node.store("conf", "demo.Main", configured());
    ReplicaId id = change(version, Map.of("a", 1));
    node.awaitState(id, ReplicaState.RUNNING);
    assertThat(body()).isEqualTo("1: A[a=1] {a=1}");

    change(version, Map.of("a", 2));
    until(() -> body().equals("2: A[a=2] {a=2}"));

    change(version, Map.of("a", 13));
    until(() -> node.of(id).message().contains("13 is unlucky"));
    assertThat(node.of(id).message()).contains("user_config was rejected");
    assertThat(node.of(id).healthy()).isTrue();
    assertThat(body()).isEqualTo("3: A[a=2] {a=2}");

    change(version, Map.of("a", 1, "unknown", 1));
    until(() -> node.of(id).message().contains("unknown"));

    change(version, Map.of());
    until(() -> node.of(id).message().isEmpty());
    assertThat(body()).isEqualTo("5: A[a=0] {}");
  }

  @Test
  void userConfig_rejectedAtStart_isAFailedStart() {
    SmallNode.Version version = node.store("conf", "demo.Main", configured());
    ReplicaId id = change(version, Map.of("a", 13));

    node.awaitState(id, ReplicaState.FAILED);

    assertThat(node.of(id).message()).contains("reconfigure").contains("13 is unlucky");
  }

  @Test
  void userConfig_withReference_isLookedUpForTheReplicaAlone() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "7");
    SmallNode.Version version = node.store("conf", "demo.Main", configured());
    Map<String, Object> written = Map.of("a", "${file:" + secret + "}");
    ReplicaId id = change(version, written);
    node.awaitState(id, ReplicaState.RUNNING);

    assertThat(body()).isEqualTo("1: A[a=7] {a=7}");
    assertThat(node.of(id).config().inForce()).isEqualTo(written);
  }

  @Test
  void userConfig_referenceToNothing_isAFailedStartThatSaysWhich() {
    SmallNode.Version version = node.store("conf", "demo.Main", configured());
    ReplicaId id = change(version, Map.of("a", "${file:/no/such/file}"));

    node.awaitState(id, ReplicaState.FAILED);

    assertThat(node.of(id).message()).contains("'a' refers to ${file:/no/such/file}");
  }

  @Test
  void userConfig_secretThatIsRefused_isNotRepeated() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "hunter2");
    SmallNode.Version version = node.store("conf", "demo.Main", configured());
    try (LogLines log = LogLines.listen()) {
      ReplicaId id = change(version, Map.of("a", 1));
      node.awaitState(id, ReplicaState.RUNNING);
      change(version, Map.of("a", "${file:" + secret + "}"));
      until(() -> node.of(id).message().contains("user_config was rejected"));

      assertThat(node.of(id).message()).contains("'${file:" + secret + "}'");
      assertThat(node.report().toString()).doesNotContain("hunter2");
      assertThat(log.all()).noneMatch(line -> line.contains("hunter2"));
    }
  }

  @Test
  void maxOngoingRequests_raised_takesThoseWhoWait() throws Exception {
    SmallNode.Version version = node.villain("slow", "HandleHangs");
    ReplicaId id = node.assign(version, "a", Map.of(OptionKey.MAX_ONGOING_REQUESTS, 1));
    node.follow();
    node.awaitState(id, ReplicaState.RUNNING);
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Wire wire = new Wire(node.port());
      wire.send("GET", "/slow", "");
      clients.add(wire);
    }
    until(() -> atTargets() == 1);

    node.assign(
        version,
        "a",
        Map.of(OptionKey.MAX_ONGOING_REQUESTS, 3, OptionKey.GRACEFUL_SHUTDOWN_TIMEOUT_S, 0.05));
    node.follow();

    until(() -> atTargets() == 3);
    for (Wire client : clients) {
      client.close();
    }
    node.stop(id);
  }

  @Test
  void healthSettings_changed_holdFromTheNextCheckOn() {
    SmallNode.Version version = node.villain("sick", "HealthThrows");
    ReplicaId id = node.assign(version, "a", Map.of(OptionKey.HEALTH_CHECK_PERIOD_S, 3600));
    node.follow();
    node.awaitState(id, ReplicaState.RUNNING);

    node.assign(
        version,
        "a",
        Map.of(OptionKey.HEALTH_CHECK_PERIOD_S, 0.05, OptionKey.HEALTH_CHECK_FAILURE_THRESHOLD, 1));
    node.follow();

    node.awaitState(id, ReplicaState.FAILED);
    assertThat(node.of(id).message()).contains("1 of 1");
  }

  @Test
  void requestTimeout_changed_holdsForTheNextRequest() throws Exception {
    SmallNode.Version version = node.villain("slow", "HandleHangs");
    ReplicaId id = node.assign(version, "a", Map.of());
    node.follow();
    node.awaitState(id, ReplicaState.RUNNING);

    node.assign(version, "a", Map.of(OptionKey.REQUEST_TIMEOUT_S, 0.1));
    node.follow();
    until(() -> node.report().planNumber() == 2);

    assertThat(Wire.get(node.port(), "/slow").status()).isEqualTo(504);
  }

  private ReplicaId change(SmallNode.Version version, Map<String, Object> userConfig) {
    ReplicaId id = node.assign(version, "a", Map.of(OptionKey.USER_CONFIG, userConfig));
    node.follow();
    return id;
  }

  private String body() throws IOException {
    return Wire.get(node.port(), "/conf").body();
  }

  private int atTargets() {
    int[] count = {0};
    node.router().forEachInFlight(exchange -> count[0] += exchange.handling() == null ? 0 : 1);
    return count[0];
  }

  private static PluginJars configured() {
    return PluginJars.jar("conf", "1.0")
        .deployment(
            "demo.Main",
            "",
            """
            public record A(int a) {}
            private ReplicaContext context;
            private A config = new A(-1);
            private int tries;
            @Override public void start(ReplicaContext given) { context = given; }
            @Override public synchronized void reconfigure(UserConfig given) {
              tries++;
              A read = given.values().isEmpty() ? new A(0) : given.as(A.class);
              if (read.a() == 13) {
                throw new IllegalArgumentException("13 is unlucky");
              }
              config = read;
            }
            public synchronized Response handle(Request r) {
              return Response.text(tries + ": " + config + " " + context.userConfig().values());
            }
            """);
  }
}
