package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.deployment;
import static io.jarserve.server.controller.Specs.listing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jarserve.server.metrics.TrafficCounts;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceEvent.Kind;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.ProxyStatus;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Versions that have taken over and are watched, with simulated traffic. */
class BakingTest {

  private static final ApplicationSpec ONE = baking("1", 2);
  private static final ApplicationSpec TWO = baking("2", 2);

  private final List<Narrator.Line> told = new ArrayList<>();
  private Simulation run = new Simulation(1);
  private Load load = new Load(run);

  /** Ten requests with each step, that go to the version which most replicas are of. */
  private static final class Load {
    private final Simulation run;
    private final Long[] buckets = Collections.nCopies(16, 0L).toArray(Long[]::new);
    private long failed;
    private double seconds;
    private int requests = 10;
    private Map<String, Integer> failures = Map.of();
    private Map<String, Integer> millis = Map.of();

    Load(Simulation run) {
      this.run = run;
      run.meters = id -> new TrafficCounts(failed, seconds, List.of(buckets));
    }

    void step() {
      String version =
          run.node
              .ready()
              .map(assignment -> assignment.version())
              .max(String::compareTo)
              .orElse("");
      int took = millis.getOrDefault(version, 10);
      buckets[took > 20 ? 6 : 4] += requests;
      seconds += requests * took / 1000.0;
      failed += failures.getOrDefault(version, 0);
    }
  }

  @Test
  void goodVersion_isWatchedAndStays() {
    begin(TWO);

    assertThat(view().status()).isEqualTo(ApplicationStatus.DEPLOYING);
    assertThat(view().message()).startsWith("2 has taken over from 1 and is watched until 2026-");
    assertThat(view().bake()).isNotNull();
    assertThat(view().bake().endTimeS() - view().bake().startTimeS()).isEqualTo(10);
    assertThat(view().bake().previousVersion()).isEqualTo("1");
    assertThat(run.state.wantedState().digests()).contains(ONE.digest(), TWO.digest());

    until(() -> view().status() == ApplicationStatus.RUNNING);

    assertThat(view().servingVersion()).isEqualTo("2");
    assertThat(view().bake()).isNull();
    assertThat(known().hard().bake()).isEmpty();
    assertThat(lines(Kind.BAKE_STARTED).get(0))
        .endsWith("has taken over from 1 and is watched for 10.0 s");
    assertThat(lines(Kind.BAKE_PASSED).get(0)).contains("may stay: Main failed 0 of ");
    assertThat(kinds()).containsSubsequence(Kind.BAKE_STARTED, Kind.BAKE_PASSED, Kind.COMPLETED);
  }

  @Test
  void versionWithErrors_isLeftForTheOneBeforeWithinTheTime() {
    load.failures = Map.of("2", 3);
    begin(TWO);
    double end = view().bake().endTimeS();

    until(() -> view().status() == ApplicationStatus.DEPLOY_FAILED);

    assertThat(run.now.toEpochMilli() / 1000.0).isLessThan(end);
    assertThat(lines(Kind.ROLLED_BACK))
        .singleElement()
        .asString()
        .contains(
            "1 comes back: worse than 1 in ", "deployment Main: 30.0 % of ", "max_error_percent 5");
    until(() -> run.node.existing().allMatch(assignment -> assignment.version().equals("1")));
    assertThat(run.node.ready()).hasSize(2);
    assertThat(known().hard().lineage().history()).hasSize(1);
  }

  @Test
  void versionThatIsSlow_isLeftForTheOneBefore() {
    load.millis = Map.of("2", 30);
    begin(TWO);
    double half = view().bake().startTimeS() + 5;

    until(() -> view().status() == ApplicationStatus.DEPLOY_FAILED);

    assertThat(run.now.toEpochMilli() / 1000.0).isBetween(half, half + 5);
    assertThat(view().message())
        .contains("took 30.0 ms on average, more than 20.0 ms", "0.0 % of ");
  }

  @Test
  void versionThatFailed_isNotTriedAgainUntilItChanges() {
    load.failures = Map.of("2", 3);
    begin(TWO);
    until(() -> view().status() == ApplicationStatus.DEPLOY_FAILED);
    told.clear();

    for (int i = 0; i < 500; i++) {
      step();
    }
    assertThat(kinds()).as("1 is back, and that is all").containsExactly(Kind.COMPLETED);
    assertThat(run.node.ready()).allMatch(assignment -> assignment.version().equals("1"));

    run.list(listing(baking("3", 2)));
    until(() -> view().status() == ApplicationStatus.RUNNING);
    assertThat(view().servingVersion()).isEqualTo("3");
  }

  @Test
  void fewRequests_areNotHeldAgainstAVersionAndThatIsTold() {
    load.failures = Map.of("2", 1);
    run.list(listing(ONE));
    until(() -> view().status() == ApplicationStatus.RUNNING);
    load.requests = 0;
    load.failures = Map.of();
    run.list(listing(TWO));
    until(() -> view().status() == ApplicationStatus.RUNNING);

    assertThat(lines(Kind.BAKE_PASSED).get(0)).contains("too few to judge by (min_requests 50)");
  }

  @Test
  void crash_anywhereInAnUpdateToABadVersion_endsAtTheOneBefore() {
    for (int seed = 0; seed < 60; seed++) {
      run = new Simulation(seed);
      load = new Load(run);
      load.failures = Map.of("2", 3);
      run.list(listing(ONE));
      until(() -> view().status() == ApplicationStatus.RUNNING);
      run.list(listing(TWO));
      until(() -> known().hard().wanted().equals(TWO));
      for (int steps = run.random.nextInt(80); steps > 0; steps--) {
        step();
      }

      run.crash();

      until(() -> view().status() == ApplicationStatus.DEPLOY_FAILED);
      until(() -> run.node.existing().allMatch(assignment -> assignment.version().equals("1")));
      assertThat(known().hard().lastGood()).contains(ONE);
    }
  }

  @Test
  void crash_duringTheBakeOfASlowVersion_isComparedWithWhatWasNotedBefore() {
    load.millis = Map.of("2", 30);
    begin(TWO);
    double noted = known().hard().bake().orElseThrow().before("Main").averageS();
    assertThat(noted).isCloseTo(0.010, within(1e-9));

    run.crash();
    load = new Load(run);
    load.millis = Map.of("1", 10, "2", 30);

    until(() -> view().status() == ApplicationStatus.DEPLOY_FAILED);
    assertThat(view().message()).contains("10.0 ms before");
  }

  @Test
  void diskFull_duringTheBake_keepsWatchingUntilItCanBeSaved() {
    load.failures = Map.of("2", 3);
    begin(TWO);
    run.diskFull = true;
    for (int i = 0; i < 300; i++) {
      step();
    }
    assertThat(view().bake()).isNotNull();

    run.diskFull = false;

    until(() -> view().status() == ApplicationStatus.DEPLOY_FAILED);
  }

  @Test
  void scaling_duringTheBake_beginsItAnewWithTheSameMeasure() {
    begin(TWO);
    Map<String, ?> before = known().hard().bake().orElseThrow().before();
    run.list(listing(baking("2", 4)));
    until(() -> known().hard().wanted().equals(baking("2", 4)) && view().bake() != null);

    assertThat(known().hard().bake().orElseThrow().before()).isEqualTo(before);
    until(() -> view().status() == ApplicationStatus.RUNNING);
    assertThat(run.node.ready()).hasSize(4);
  }

  @Test
  void rollback_toAVersionThatServed_isNotWatched() {
    begin(TWO);
    until(() -> view().status() == ApplicationStatus.RUNNING);
    told.clear();
    run.submit(
        Change.of(new Actor("alice", Origin.API), new Command.Rollback("a", Optional.empty())));
    until(() -> view().status() == ApplicationStatus.RUNNING && view().version().equals("1"));

    assertThat(kinds()).containsExactly(Kind.COMPLETED);
  }

  @Test
  void bake_underWay_isExplained() {
    begin(TWO);

    assertThat(Explainer.explain(known(), run.state, run.now, Optional.empty()).get(0))
        .satisfies(
            decision -> {
              assertThat(decision.subject()).isEqualTo("bake of deployment Main");
              assertThat(decision.observed()).contains("requests failed").contains("; 1: 0 of ");
              assertThat(decision.threshold())
                  .isEqualTo("min_requests 50, max_error_percent 5, max_latency_percent 200");
              assertThat(decision.next())
                  .startsWith("it stays if it is no worse until 2026-")
                  .endsWith("; else 1 comes back");
            });
  }

  /** Version 1 has served for a while, and the given one has taken over. */
  private void begin(ApplicationSpec next) {
    run.list(listing(ONE));
    until(() -> view().status() == ApplicationStatus.RUNNING);
    for (int i = 0; i < 200; i++) {
      step();
    }
    run.list(listing(next));
    until(() -> view().bake() != null);
  }

  private void until(BooleanSupplier done) {
    for (int i = 0; i < 3000; i++) {
      step();
      if (run.state.apps().containsKey("a") && done.getAsBoolean()) {
        return;
      }
    }
    throw new AssertionError("never: " + view());
  }

  private void step() {
    ControllerState before = run.state;
    load.step();
    run.step();
    told.addAll(Narrator.tell(before, run.state, run.now));
  }

  private List<Kind> kinds() {
    return told.stream().map(Narrator.Line::kind).toList();
  }

  private List<String> lines(Kind kind) {
    return told.stream().filter(line -> line.kind() == kind).map(Narrator.Line::text).toList();
  }

  private AppState known() {
    return run.state.apps().get("a");
  }

  private ApplicationView view() {
    InstanceFacts facts =
        new InstanceFacts(
            new InstanceStatus.ControllerInfo(
                "node", "serve", "0", "17", 1, 0, "/deploy-dir", false),
            new InstanceStatus.HttpOptions("127.0.0.1", 8000, false),
            new InstanceStatus.ProxyView("node", "127.0.0.1", ProxyStatus.HEALTHY, null));
    return StatusView.of(run.state, facts, Optional.empty()).applications().get("a");
  }

  private static ApplicationSpec baking(String version, int replicas) {
    return app(
        "a",
        version,
        deployment(
            "Main",
            Map.of(OptionKey.NUM_REPLICAS, replicas, OptionKey.BAKE, Map.of("time_s", 10))));
  }
}
