package io.jarserve.server.served;

import static io.jarserve.server.testing.Soon.untilCollected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.PendingUnload;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.testing.VillainJars;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Misbehaving deployments, one at a time beside a good one under load: the status names what is
 * wrong with them.
 */
class VillainsIT extends BesideAGoodOne {

  // ---- start

  @ParameterizedTest
  @CsvSource({
    "ConstructorThrows, constructor",
    "StaticInitializerThrows, static initializer",
    "StartThrows, start",
    "NeverHealthy, checkHealth"
  })
  void start_throws_failsWithTheCause(String villain, String where) {
    drop(villain);
    ApplicationView failed = awaitFailed();
    assertThat(failed.message()).containsIgnoringCase(where);
    assertThat(failed.lastError()).isNotNull();
    await().until(() -> Files.exists(marker("bad.jar")));
    assertThat(node.get("/bad").statusCode()).isEqualTo(503);
  }

  @Test
  void start_hangs_failsAfterItsTimeout() throws IOException {
    options("start_timeout_s: 0.3");
    drop("StartHangs");
    assertThat(awaitFailed().message()).contains("start");
  }

  @Test
  void start_throwsTheFirstTwoTimes_runs() {
    drop("StartThrowsTwice");
    node.awaitRunning("bad", "1.0");
    assertThat(node.get("/bad").statusCode()).isEqualTo(200);
  }

  // ---- health

  @Test
  void healthCheck_throws_replicaIsReplacedAgainAndAgain() throws IOException {
    options("health_check_period_s: 0.05");
    drop("HealthThrows");
    node.awaitApplication("bad", app -> app.deployments().containsKey("HealthThrows"));
    Set<String> first = replicaIds("bad");
    node.awaitApplication("bad", app -> !ids(app).equals(first) && !ids(app).isEmpty());
    ApplicationView told = node.awaitApplication("bad", app -> app.lastError() != null);
    assertThat(told.lastError().message()).contains("checkHealth");
  }

  @Test
  void healthCheck_hangs_isAbandonedAndTheReplicaReplaced() throws IOException {
    options("health_check_period_s: 0.05", "health_check_timeout_s: 0.5");
    drop("HealthHangs");
    node.awaitApplication("bad", app -> !ids(app).isEmpty());
    Set<String> first = replicaIds("bad");
    ApplicationView told = node.awaitApplication("bad", app -> app.lastError() != null);
    assertThat(told.lastError().message()).contains("checkHealth did not return within 0.5 s");
    node.awaitApplication(
        "bad", app -> isHealthy(app) && ids(app).stream().noneMatch(first::contains));
    assertThat(abandonedCalls("HealthHangs")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void healthCheck_alternates_isToldWhileSickAndNotReplaced() throws IOException {
    options("health_check_period_s: 0.2");
    drop("HealthAlternates");
    node.awaitApplication("bad", app -> app.deployments().containsKey("HealthAlternates"));
    node.awaitApplication("bad", VillainsIT::isHealthy);
    Set<String> first = replicaIds("bad");
    ApplicationView sick =
        node.awaitApplication("bad", app -> app.status() == ApplicationStatus.UNHEALTHY);
    assertThat(deployment(sick).message()).contains("sick at check");
    node.awaitApplication("bad", VillainsIT::isHealthy);
    assertThat(replicaIds("bad")).isEqualTo(first);
  }

  // ---- handle

  @ParameterizedTest
  @CsvSource({
    "HandleThrows, handle threw Exception: handle threw; caused by",
    "HandleThrowsError, handle threw StackOverflowError: handle threw an Error",
    "HandleReturnsNull, handle returned null: return Response.empty(204) instead"
  })
  void handle_fails_answers500WithTheRequestIdAndLogsTheCause(String villain, String cause) {
    drop(villain);
    node.awaitRunning("bad", "1.0");
    HttpResponse<String> answer = node.get("/bad");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
    assertThat(answer.body()).contains(id, "deployment_failed").doesNotContain("at io.jarserve");
    assertThat(log.all())
        .anySatisfy(line -> assertThat(line).contains("request " + id + " failed", cause));
    assertThat(node.application("bad").status()).isEqualTo(ApplicationStatus.RUNNING);
  }

  @Test
  void handle_hangs_answers504AndServesOn() throws IOException {
    options("request_timeout_s: 0.3");
    drop("HandleHangs");
    node.awaitRunning("bad", "1.0");
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = node.get("/bad");
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body()).contains("deadline");
    }
  }

  @Test
  void handle_ignoresInterruption_replicaIsReplacedWhenNothingElseFits() throws IOException {
    options(
        "request_timeout_s: 0.2",
        "max_ongoing_requests: 2",
        "health_check_period_s: 0.1",
        "graceful_shutdown_timeout_s: 0.1");
    drop("HandleIgnoresInterruption");
    node.awaitRunning("bad", "1.0");
    Set<String> first = replicaIds("bad");
    assertThat(node.get("/bad").statusCode()).isEqualTo(504);
    // one whose time was up before it got a slot takes none
    await()
        .until(
            () -> {
              node.get("/bad");
              return !replicaIds("bad").equals(first);
            });
    ApplicationView told =
        node.awaitApplication("bad", app -> isHealthy(app) && !ids(app).equals(first));
    assertThat(told.lastError()).isNotNull();
    assertThat(told.lastError().message()).contains("max_ongoing_requests");
  }

  @ParameterizedTest
  @CsvSource({
    "AnswersTooMuch, 500, the body is longer than its Content-Length 5",
    "AnswersTooLittle, 500, the body ended after 5 bytes but Content-Length is 10",
    "StreamThrows, broken, the second half is lost"
  })
  void body_isNotWhatWasAnnounced_failsThatAnswerAloneAndLogsTheCause(
      String villain, String outcome, String cause) {
    drop(villain);
    node.awaitRunning("bad", "1.0");
    assertThat(outcome("/bad")).isEqualTo(outcome);
    await()
        .untilAsserted(
            () ->
                assertThat(log.all())
                    .anySatisfy(line -> assertThat(line).contains("failed in bad#", cause)));
    assertThat(outcome("/good")).isEqualTo("200");
    assertThat(node.application("bad").status()).isEqualTo(ApplicationStatus.RUNNING);
  }

  // ---- reconfigure

  @Test
  void reconfigure_throws_keepsTheConfigBeforeAndSaysWhy() throws IOException {
    options("user_config: {greeting: hello}");
    drop("ReconfigureThrows");
    node.awaitRunning("bad", "1.0");
    Set<String> first = replicaIds("bad");

    options("user_config: {greeting: ciao, bad: true}");
    ApplicationView told =
        node.awaitApplication("bad", app -> app.toString().contains("take it out of user_config"));
    assertThat(node.get("/bad").body()).isEqualTo("{\"greeting\":\"hello\"}");
    assertThat(ids(told)).isEqualTo(first);

    options("user_config: {greeting: salut}");
    await().until(() -> node.get("/bad").body().equals("{\"greeting\":\"salut\"}"));
    node.awaitRunning("bad", "1.0");
    assertThat(replicaIds("bad")).isEqualTo(first);
  }

  // ---- stop, and what stays behind

  @ParameterizedTest
  @CsvSource({
    "StopThrowsError, stop threw NoClassDefFoundError",
    "StopHangs, stop did not return within 10.0 s"
  })
  void stop_goesWrong_undeploysAllTheSameAndLogsTheCause(String villain, String cause)
      throws IOException {
    drop(villain);
    node.awaitRunning("bad", "1.0");
    Files.delete(jar("bad"));
    node.awaitStatus(status -> !status.applications().containsKey("bad"));
    assertThat(log.all())
        .anySatisfy(line -> assertThat(line).contains("counts as stopped all the same: " + cause));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LeavesThreads",
        "LeavesTimers",
        "LeavesThreadLocals",
        "LeavesAShutdownHook",
        "LeavesAJdbcDriver",
        "LeavesAnMBean"
      })
  void plugin_leavesThingsBehind_areTakenBackAndTheLoaderIsCollected(String villain)
      throws IOException {
    drop(villain);
    node.awaitRunning("bad", "1.0");
    node.get("/bad");
    Files.delete(jar("bad"));
    node.awaitStatus(status -> !status.applications().containsKey("bad"));
    untilCollected(() -> pendingUnloads().isEmpty());
  }

  @Test
  void plugin_leavesAThreadThatCannotBeEnded_isNamedAsTheSuspect() throws IOException {
    drop("LeavesAStubbornThread");
    node.awaitRunning("bad", "1.0");
    Files.delete(jar("bad"));
    node.awaitStatus(status -> !status.applications().containsKey("bad"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> pendingUnloads().stream().anyMatch(pending -> !pending.suspects().isEmpty()));
    assertThat(pendingUnloads().get(0).suspects().toString()).contains("thread");
  }

  private double abandonedCalls(String deployment) {
    String name =
        "jarserve_abandoned_calls_total{application=\"bad\",deployment=\"%s\"} "
            .formatted(deployment);
    return node.metrics()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .sum();
  }

  private void drop(String villain) {
    VillainJars.of(villain).id("bad").version("1.0").writeTo(jar("bad"));
  }

  private void options(String... lines) throws IOException {
    Files.writeString(node.deployDir().resolve("bad.yaml"), String.join("\n", lines) + "\n");
  }

  private Path marker(String file) {
    return node.deployDir().resolve(file + ".failed");
  }

  /** The status; where the answer had begun already, the client must see that it is not whole. */
  private String outcome(String path) {
    try {
      return String.valueOf(node.get(path).statusCode());
    } catch (AssertionError e) {
      return "broken";
    }
  }

  private List<PendingUnload> pendingUnloads() {
    return node.status().pendingUnload().stream()
        .filter(pending -> pending.application().equals("bad"))
        .toList();
  }

  private static DeploymentView deployment(ApplicationView app) {
    return app.deployments().values().iterator().next();
  }

  private static boolean isHealthy(ApplicationView app) {
    return app.status() == ApplicationStatus.RUNNING
        && deployment(app).replicas().stream().allMatch(ReplicaView::healthy);
  }

  private Set<String> replicaIds(String application) {
    return ids(node.application(application));
  }

  private static Set<String> ids(ApplicationView app) {
    return app.deployments().values().stream()
        .flatMap(deployment -> deployment.replicas().stream())
        .map(ReplicaView::replicaId)
        .collect(Collectors.toUnmodifiableSet());
  }
}
