package io.jarserve.server.replica;

import static io.jarserve.server.testing.Soon.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.plan.ReplicaReport;
import io.jarserve.server.testing.LogLines;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of replicas whose deployments do what they should not. */
@Timeout(300)
class ReplicaLifeTest {

  private static final String VILLAINS = "io.jarserve.samples.villains.";
  private static final Map<OptionKey, Object> FAST_CHECKS =
      Map.of(OptionKey.HEALTH_CHECK_PERIOD_S, 0.05, OptionKey.HEALTH_CHECK_TIMEOUT_S, 0.1);

  private static final Map<OptionKey, Object> OFTEN = Map.of(OptionKey.HEALTH_CHECK_PERIOD_S, 0.05);

  @TempDir Path dir;
  private SmallNode node;

  @BeforeEach
  void start() throws IOException {
    node = new SmallNode(dir);
  }

  @AfterEach
  void release() {
    System.setProperty("io.jarserve.villains.release", "now");
    node.close();
    System.clearProperty("io.jarserve.villains.release");
  }

  @ParameterizedTest
  @CsvSource({
    "ConstructorThrows, the constructor threw",
    "StaticInitializerThrows, static initializer",
    "StartThrows, the licence has expired",
    "NeverHealthy, never healthy",
  })
  void start_fails_isFailedWithTheCauseAndHarmsNobody(String villain, String cause)
      throws Exception {
    goodNeighbour();
    ReplicaId id;
    try (LogLines log = LogLines.listen()) {
      id = node.run(villain, ReplicaState.FAILED, Map.of());
      assertThat(log.all()).anyMatch(line -> line.contains("at " + VILLAINS + villain + "."));
    }

    assertThat(node.of(id).message()).contains(cause);
    assertThat(node.of(id).healthy()).isFalse();
    assertThat(get("/" + id.application()).status()).isEqualTo(503);
    assertThat(get("/good").status()).isEqualTo(200);
  }

  @Test
  void start_hangs_isFailedAtItsDeadlineAndSaysWhere() {
    ReplicaId id =
        node.run("StartHangs", ReplicaState.FAILED, Map.of(OptionKey.START_TIMEOUT_S, 0.2));

    assertThat(node.of(id).message()).contains("0.2 s").contains("in start");
  }

  @Test
  void start_artifactCannotBeLoaded_failsAllReplicasOfTheGeneration() {
    SmallNode.Version version =
        node.store("broken", "demo.Main", PluginJars.jar("broken", "1.0").without("Plugin-Id"));
    ReplicaId a = node.assign(version, "a", Map.of());
    ReplicaId b = node.assign(version, "b", Map.of());
    node.follow();
    node.awaitState(a, ReplicaState.FAILED);
    node.awaitState(b, ReplicaState.FAILED);

    ReplicaId late = node.assign(version, "late", Map.of());
    node.follow();
    node.awaitState(late, ReplicaState.FAILED);
    assertThat(node.of(late).message()).isEqualTo(node.of(a).message()).isNotEmpty();
  }

  @Test
  void start_manyReplicasThatTakeLong_doesNotTakeThemOneByOne() {
    SmallNode.Version version =
        node.store(
            "slow",
            "demo.Main",
            PluginJars.jar("slow", "1.0")
                .deployment(
                    "demo.Main",
                    "",
                    """
                    private static final java.util.concurrent.CountDownLatch ALL =
                        new java.util.concurrent.CountDownLatch(10);
                    @Override public void start(ReplicaContext context) throws Exception {
                      ALL.countDown();
                      ALL.await();
                    }
                    public Response handle(Request r) { return Response.text("up"); }
                    """));
    List<ReplicaId> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(node.assign(version, "r" + i, Map.of()));
    }
    node.follow();
    ids.forEach(id -> node.awaitState(id, ReplicaState.RUNNING));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HealthThrows", "HealthHangs", "HealthIgnoresInterruption"})
  void health_keepsFailing_isOutAtOnceAndFailedAtTheThreshold(String villain) throws Exception {
    goodNeighbour();
    ReplicaId id = node.run(villain, ReplicaState.RUNNING, FAST_CHECKS);

    until(() -> !node.of(id).healthy());
    until(() -> get("/" + id.application()).status() == 503);
    node.awaitState(id, ReplicaState.FAILED);

    assertThat(node.of(id).message()).contains("3 of 3");
    assertThat(get("/good").status()).isEqualTo(200);
  }

  @Test
  void health_failsOnce_isOutOfRoutingLongBeforeItIsFailed() throws Exception {
    Map<OptionKey, Object> patient =
        Map.of(
            OptionKey.HEALTH_CHECK_PERIOD_S, 0.05, OptionKey.HEALTH_CHECK_FAILURE_THRESHOLD, 1000);
    ReplicaId id = node.run("HealthThrows", ReplicaState.RUNNING, patient);

    until(() -> get("/" + id.application()).status() == 503);

    assertThat(node.of(id).state()).isEqualTo(ReplicaState.RUNNING);
    assertThat(node.of(id).message()).contains("of 1000");
  }

  @Test
  void health_alternates_isInAndOutAndNeverFailed() {
    ReplicaId id = node.run("HealthAlternates", ReplicaState.RUNNING, OFTEN);

    for (int i = 0; i < 3; i++) {
      ReplicaReport sick = node.awaitReport(id, report -> !report.healthy());
      assertThat(sick.message()).contains("sick at check").contains("1 of 3");
      ReplicaReport well = node.awaitReport(id, ReplicaReport::healthy);
      assertThat(well.message()).isEmpty();
    }
    assertThat(node.of(id).state()).isEqualTo(ReplicaState.RUNNING);
  }

  @Test
  void health_hangs_doesNotDelayAnotherCheck() {
    ReplicaId hangs =
        node.run(
            "HealthIgnoresInterruption",
            ReplicaState.RUNNING,
            Map.of(OptionKey.HEALTH_CHECK_PERIOD_S, 0.05, OptionKey.HEALTH_CHECK_TIMEOUT_S, 3600));
    ReplicaId other = node.run("HealthThrows", ReplicaState.RUNNING, FAST_CHECKS);

    node.awaitState(other, ReplicaState.FAILED);

    assertThat(node.of(hangs).state()).isEqualTo(ReplicaState.RUNNING);
  }

  @Test
  void health_ofDefaultKind_failsWhenEverySlotIsOverdue() throws Exception {
    ReplicaId id =
        node.run(
            "HandleIgnoresInterruption",
            ReplicaState.RUNNING,
            Map.of(
                OptionKey.MAX_ONGOING_REQUESTS, 2,
                OptionKey.REQUEST_TIMEOUT_S, 0.1,
                OptionKey.HEALTH_CHECK_PERIOD_S, 0.05));
    assertThat(get("/" + id.application()).status()).isEqualTo(504);
    assertThat(node.of(id).healthy()).isTrue();
    // one whose time was up before it got a slot takes none
    until(() -> get("/" + id.application()).status() == 503);

    node.awaitState(id, ReplicaState.FAILED);

    assertThat(node.of(id).message()).contains("every slot of max_ongoing_requests");
  }

  @Test
  void stop_requestUnderWay_waitsForIt() throws Exception {
    ReplicaId id = node.run("gate", waiting(), Map.of());
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", "/gate", "");
      until(() -> !node.router().isIdle());
      node.unassign(id);
      node.follow();
      node.awaitState(id, ReplicaState.STOPPING);
      System.setProperty("gate.open", "yes");
      assertThat(wire.receive().body()).isEqualTo("waited");
    } finally {
      System.clearProperty("gate.open");
    }
    node.awaitGone(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HandleHangs", "HandleIgnoresInterruption"})
  void stop_requestHangs_isInterruptedAfterTheGraceTime(String villain) throws Exception {
    ReplicaId id =
        node.run(villain, ReplicaState.RUNNING, Map.of(OptionKey.GRACEFUL_SHUTDOWN_TIMEOUT_S, 0.1));
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", "/" + id.application(), "");
      until(() -> !node.router().isIdle());
      node.stop(id);
      Wire.Answer answer = wire.receive();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("shutting_down");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"StopHangs", "StopThrowsError"})
  void stop_goesWrong_isStoppedAllTheSame(String villain) {
    ReplicaId id = node.run(villain, ReplicaState.RUNNING, Map.of());

    node.stop(id);

    assertThat(node.report().replicas()).isEmpty();
  }

  @Test
  void stop_whileStartHangs_doesNotWaitForIt() {
    ReplicaId id =
        node.run(
            "StartHangs",
            ReplicaState.STARTING,
            Map.of(OptionKey.GRACEFUL_SHUTDOWN_TIMEOUT_S, 0.1));

    node.stop(id);
  }

  @Test
  void follow_planWithoutAFailedReplica_takesItOutOfTheReport() {
    ReplicaId id = node.run("StartThrows", ReplicaState.FAILED, Map.of());
    node.follow();
    until(() -> node.report().planNumber() == 2);
    assertThat(node.report().replicas()).containsKey(id);

    node.unassign(id);
    node.follow();

    until(() -> !node.report().replicas().containsKey(id));
  }

  @Test
  void close_withEverythingUnderWay_ends() {
    node.run("StartHangs", ReplicaState.STARTING, quickEnd());
    node.run("StopHangs", ReplicaState.RUNNING, quickEnd());
    node.run("HealthIgnoresInterruption", ReplicaState.RUNNING, quickEnd());

    node.runner().close();

    assertThat(node.report().replicas().values())
        .extracting(ReplicaReport::state)
        .containsOnly(ReplicaState.STOPPED);
  }

  private static Map<OptionKey, Object> quickEnd() {
    return Map.of(OptionKey.GRACEFUL_SHUTDOWN_TIMEOUT_S, 0.1);
  }

  private static PluginJars waiting() {
    return PluginJars.jar("gate", "1.0")
        .deployment(
            "demo.Main",
            "",
            """
            public Response handle(Request r) throws Exception {
              while (System.getProperty("gate.open") == null) {
                Thread.sleep(2);
              }
              return Response.text("waited");
            }
            """);
  }

  private void goodNeighbour() {
    node.run(
        "good",
        PluginJars.jar("good", "1.0")
            .deployment(
                "demo.Main",
                "",
                "public Response handle(Request r) { return Response.text(\"good\"); }"),
        OFTEN);
  }

  private Wire.Answer get(String path) throws IOException {
    return Wire.get(node.port(), path);
  }
}
