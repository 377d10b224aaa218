package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.deleted;
import static io.jarserve.server.controller.Specs.deployment;
import static io.jarserve.server.controller.Specs.inFile;
import static io.jarserve.server.controller.Specs.listing;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.controller.SimulatedNode.Behaviour;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.DeploymentStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ProxyStatus;
import io.jarserve.server.model.ReplicaId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * One situation at a time; what must hold in all of them is in {@link ReconcilerSimulationTest}.
 */
class ReconcilerTest {

  private final Simulation run = new Simulation(1);

  @Test
  void newApplication_isDeployedAndReportedRunning() {
    settled(listing(app("a", "1", 2)));
    assertThat(view("a").status()).isEqualTo(ApplicationStatus.RUNNING);
    assertThat(view("a").deployments().get("Main").status()).isEqualTo(DeploymentStatus.HEALTHY);
    assertThat(run.node.ready()).hasSize(2);
  }

  @Test
  void replicaCount_changed_keepsRunningReplicas() {
    settled(listing(app("a", "1", 2)));
    Set<ReplicaId> before = replicas();
    settled(listing(app("a", "1", 4)));
    assertThat(replicas()).hasSize(4).containsAll(before);
    settled(listing(app("a", "1", 1)));
    assertThat(replicas()).hasSize(1);
    assertThat(before).containsAll(replicas());
  }

  @Test
  void optionInPlace_changed_reachesRunningReplicas() {
    settled(listing(app("a", "1", 2)));
    Set<ReplicaId> before = replicas();
    DeploymentSpec limited =
        deployment("Main", Map.of(OptionKey.NUM_REPLICAS, 2, OptionKey.MAX_ONGOING_REQUESTS, 7));
    settled(listing(app("a", "1", limited)));
    assertThat(replicas()).isEqualTo(before);
    assertThat(run.plan.assignments().values())
        .allMatch(assignment -> assignment.deployment().options().maxOngoingRequests() == 7);
  }

  @Test
  void optionThatRolls_changed_replacesReplicasOfTheSameBytes() {
    settled(listing(app("a", "1", 2)));
    Set<ReplicaId> before = replicas();
    DeploymentSpec other =
        deployment("Main", Map.of(OptionKey.NUM_REPLICAS, 2, OptionKey.NON_BLOCKING, true));
    settled(listing(app("a", "1", other)));
    assertThat(replicas()).hasSize(2).doesNotContainAnyElementsOf(before);
  }

  @Test
  void twoFiles_higherVersionServes_lowerIsSuperseded() {
    ApplicationSpec one = inFile(app("a", "1", 1), "one.jar");
    ApplicationSpec two = inFile(app("a", "2", 1), "two.jar");
    settled(listing(one, two));
    assertThat(view("a").servingVersion()).isEqualTo("2");
    assertThat(view("a").superseded()).containsExactly("one.jar");
    settled(deleted(listing(one), "two.jar"));
    assertThat(view("a").servingVersion()).isEqualTo("1");
    assertThat(view("a").superseded()).isEmpty();
  }

  @Test
  void twoFiles_higherVersionFails_lowerServesAndTheFileIsMarked() {
    ApplicationSpec one = inFile(app("a", "1", 1), "one.jar");
    ApplicationSpec two = inFile(app("a", "2", 1), "two.jar");
    run.node.behave(two.digest(), Behaviour.BAD);
    settled(listing(one, two));
    assertThat(view("a").servingVersion()).isEqualTo("1");
    assertThat(view("a").status()).isEqualTo(ApplicationStatus.RUNNING);
    assertThat(DirectoryView.reasons(run.state)).containsKey("two.jar");
  }

  @Test
  void file_vanishedWithoutProof_keepsServing() {
    settled(listing(app("a", "1", 1)));
    settled(Listing.EMPTY);
    assertThat(view("a").status()).isEqualTo(ApplicationStatus.RUNNING);
  }

  @Test
  void higherFile_beingRewritten_doesNotLetALowerVersionIn() {
    ApplicationSpec one = inFile(app("a", "1", 1), "one.jar");
    ApplicationSpec two = inFile(app("a", "2", 1), "two.jar");
    settled(listing(one, two));
    settled(listing(one));
    assertThat(view("a").servingVersion()).isEqualTo("2");
  }

  @Test
  void file_deleted_drainsAndForgets() {
    settled(listing(app("a", "1", 2)));
    settled(deleted(Listing.EMPTY, "a.jar"));
    assertThat(run.state.apps()).isEmpty();
    assertThat(run.node.existing()).isEmpty();
    assertThat(run.state.wantedState().applications()).isEmpty();
  }

  @Test
  void file_takenOverByAnotherApplication_removesTheFirst() {
    settled(listing(inFile(app("a", "1", 1), "x.jar")));
    settled(listing(inFile(app("b", "1", 1), "x.jar")));
    assertThat(run.state.apps()).containsOnlyKeys("b");
  }

  @Test
  void file_renamed_changesNothingThatRuns() {
    settled(listing(inFile(app("a", "1", 1), "x.jar")));
    Set<ReplicaId> before = replicas();
    settled(deleted(listing(inFile(app("a", "1", 1), "y.jar")), "x.jar"));
    assertThat(replicas()).isEqualTo(before);
    assertThat(view("a").file()).isEqualTo("y.jar");
  }

  @Test
  void failedVersion_isNotTriedAgainUntilItChanges() {
    ApplicationSpec bad = app("a", "2", 1);
    run.node.behave(bad.digest(), Behaviour.BAD);
    settled(listing(app("a", "1", 1)));
    settled(listing(bad));
    ApplicationView view = view("a");
    assertThat(view.status()).isEqualTo(ApplicationStatus.DEPLOY_FAILED);
    assertThat(view.message()).contains("2 failed: as the script says", "1 keeps serving");
    long plans = run.plan.number();
    settled(listing(bad));
    assertThat(run.plan.number()).isEqualTo(plans);
    settled(listing(app("a", "2", 2)));
    assertThat(run.plan.number()).isGreaterThan(plans);
  }

  @Test
  void failedVersion_replacedByAGoodOne_recovers() {
    ApplicationSpec bad = app("a", "2", 1);
    run.node.behave(bad.digest(), Behaviour.BAD);
    settled(listing(app("a", "1", 1)));
    settled(listing(bad));
    settled(listing(app("a", "3", 1)));
    assertThat(view("a").status()).isEqualTo(ApplicationStatus.RUNNING);
    assertThat(DirectoryView.reasons(run.state)).isEmpty();
  }

  @Test
  void firstVersion_neverStarts_failsAndItsPathAnswers503() {
    DeploymentSpec routed = deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, "/a"));
    ApplicationSpec bad = app("a", "1", routed);
    run.node.behave(bad.digest(), Behaviour.BAD);
    settled(listing(bad));
    assertThat(view("a").status()).isEqualTo(ApplicationStatus.DEPLOY_FAILED);
    assertThat(view("a").deployments().get("Main").status())
        .isEqualTo(DeploymentStatus.DEPLOY_FAILED);
    assertThat(run.node.existing()).isEmpty();
    assertThat(run.plan.routes()).containsKey("/a");
  }

  @Test
  void routePrefix_taken_blocksTheLaterUntilTheEarlierIsGone() {
    ApplicationSpec a = app("a", "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, "/x")));
    ApplicationSpec b = app("b", "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, "/x")));
    settled(listing(a));
    settled(listing(a, b));
    assertThat(view("b").status()).isEqualTo(ApplicationStatus.DEPLOY_FAILED);
    assertThat(view("b").message()).contains("'/x'", "'a'", "b.yaml");
    assertThat(run.plan.routes()).containsEntry("/x", new DeploymentId("a", "Main"));
    settled(deleted(listing(b), "a.jar"));
    assertThat(view("b").status()).isEqualTo(ApplicationStatus.RUNNING);
  }

  @Test
  void routePrefix_changedToATakenOne_goesOnAsBefore() {
    ApplicationSpec a = app("a", "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, "/a")));
    ApplicationSpec b = app("b", "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, "/b")));
    settled(listing(a, b));
    ApplicationSpec greedy =
        app("a", "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, "/b")));
    settled(listing(greedy, b));
    assertThat(run.plan.routes())
        .containsEntry("/a", new DeploymentId("a", "Main"))
        .containsEntry("/b", new DeploymentId("b", "Main"));
    assertThat(view("b").status()).isEqualTo(ApplicationStatus.RUNNING);
  }

  @Test
  void routePrefix_changedToATakenOne_goesOnAsBeforeAlsoAfterARestart() {
    ApplicationSpec a = app("a", "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, "/a")));
    ApplicationSpec b = app("b", "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, "/b")));
    ApplicationSpec greedy =
        app("a", "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, "/b")));
    settled(listing(a, b));
    settled(listing(greedy, b));
    run.crash();
    run.settle(() -> {});
    assertThat(run.plan.routes())
        .containsEntry("/a", new DeploymentId("a", "Main"))
        .containsEntry("/b", new DeploymentId("b", "Main"));
    assertThat(view("b").status()).isEqualTo(ApplicationStatus.RUNNING);
  }

  @Test
  void userConfig_refused_keepsTheOneBeforeAlsoAfterARestart() {
    ApplicationSpec good = app("a", "1", configured("blue"));
    ApplicationSpec odd = app("a", "1", configured("odd"));
    run.node.refuse(Map.of("colour", "odd"));
    settled(listing(good));
    Set<ReplicaId> before = replicas();
    settled(listing(odd));
    assertThat(replicas()).isEqualTo(before);
    assertThat(view("a").status()).isEqualTo(ApplicationStatus.DEPLOY_FAILED);
    assertThat(view("a").message())
        .contains("1 failed: too odd", "1 with the options before keeps serving");
    assertThat(run.state.apps().get("a").hard().lastGood()).contains(good);
    run.crash();
    run.settle(() -> {});
    assertThat(run.node.ready())
        .hasSize(2)
        .allMatch(a -> a.deployment().equals(configured("blue")));
    settled(listing(app("a", "1", configured("green"))));
    assertThat(view("a").status()).isEqualTo(ApplicationStatus.RUNNING);
  }

  @Test
  void replicas_startedTogetherAndFailedTogether_countAsOneFailure() {
    ApplicationSpec flaky = app("a", "1", 10);
    List<Boolean> script = new ArrayList<>(Collections.nCopies(20, false));
    script.add(true);
    run.node.behave(flaky.digest(), new Behaviour(script));
    settled(listing(flaky));
    assertThat(view("a").status()).isEqualTo(ApplicationStatus.RUNNING);
  }

  @Test
  void node_full_holdsItAgainstNoVersion() {
    settled(listing(app("a", "1", 1)));
    run.node.full(true);
    settled(listing(app("a", "2", 1)));
    assertThat(view("a").status()).isEqualTo(ApplicationStatus.DEPLOYING);
    assertThat(view("a").servingVersion()).isEqualTo("1");
    run.node.full(false);
    run.settle(() -> {});
    assertThat(view("a").status()).isEqualTo(ApplicationStatus.RUNNING);
    assertThat(view("a").servingVersion()).isEqualTo("2");
  }

  @Test
  void file_deletedAndReplacedByABadOneWhileItDrains_doesNotComeBack() {
    ApplicationSpec bad = inFile(app("a", "2", 1), "b.jar");
    run.node.behave(bad.digest(), Behaviour.BAD);
    settled(listing(app("a", "1", 2)));
    run.list(deleted(Listing.EMPTY, "a.jar"));
    while (!run.state.apps().get("a").deleting()) {
      run.step();
    }
    settled(deleted(listing(bad), "a.jar"));
    assertThat(view("a").status()).isEqualTo(ApplicationStatus.DEPLOY_FAILED);
    assertThat(view("a").message()).doesNotContain("keeps serving");
    assertThat(run.node.existing()).isEmpty();
  }

  @Test
  void deployment_droppedByANewVersion_isDrainedAtTheEnd() {
    settled(listing(app("a", "1", deployment("X", 1), deployment("Y", 2))));
    settled(listing(app("a", "2", deployment("X", 1))));
    assertThat(replicas()).hasSize(1);
    assertThat(view("a").deployments()).containsOnlyKeys("X");
  }

  @Test
  void rejectedFile_ofARunningApplication_isToldAndChangesNothing() {
    ApplicationSpec good = app("a", "1", 1);
    settled(listing(good));
    Set<ReplicaId> before = replicas();
    Listing.Rejected refused =
        new Listing.Rejected("a.jar", Optional.empty(), Optional.empty(), "it is torn");
    settled(new Listing(List.of(), List.of(refused), Set.of(), Optional.empty()));
    assertThat(replicas()).isEqualTo(before);
    assertThat(view("a").message()).contains("it is torn");
    assertThat(status().rejectedFiles()).hasSize(1);
  }

  @Test
  void frozen_newVersion_isNotTakenUp() {
    settled(listing(app("a", "1", 1)));
    Reconciler reconciler = new Reconciler(Comparator.naturalOrder(), new FixedIds());
    ControllerState asked = run.state.with(listing(app("a", "2", 1)));
    ControllerState after = reconciler.reconcile(asked, run.now, true);
    assertThat(after.wantedState()).isEqualTo(run.state.wantedState());
    assertThat(after.apps()).isEqualTo(run.state.apps());
  }

  @Test
  void pendingAndUnchanged_reconcile_changesNothing() {
    settled(listing(app("a", "1", 2)));
    long plans = run.plan.number();
    settled(listing(app("a", "1", 2)));
    assertThat(run.plan.number()).isEqualTo(plans);
  }

  private static DeploymentSpec configured(String colour) {
    return deployment(
        "Main", Map.of(OptionKey.NUM_REPLICAS, 2, OptionKey.USER_CONFIG, Map.of("colour", colour)));
  }

  private static final class FixedIds implements Ids {
    @Override
    public String replicaTag() {
      return "fixed";
    }

    @Override
    public long generation() {
      return 1;
    }
  }

  private void settled(Listing listing) {
    run.list(listing);
    run.settle(() -> {});
  }

  private Set<ReplicaId> replicas() {
    return run.node
        .existing()
        .map(assignment -> assignment.id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private ApplicationView view(String application) {
    return status().applications().get(application);
  }

  private InstanceStatus status() {
    InstanceFacts facts =
        new InstanceFacts(
            new InstanceStatus.ControllerInfo(
                "node", "serve", "0", "17", 1, 0, "/deploy-dir", false),
            new InstanceStatus.HttpOptions("127.0.0.1", 8000, false),
            new InstanceStatus.ProxyView("node", "127.0.0.1", ProxyStatus.HEALTHY, null));
    return StatusView.of(run.state, facts, Optional.empty());
  }
}
