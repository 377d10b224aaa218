package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.deployment;
import static io.jarserve.server.controller.Specs.inFile;
import static io.jarserve.server.controller.Specs.listing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.controller.SimulatedNode.Behaviour;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Lineage;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ServedVersion;
import io.jarserve.server.model.ServedVersion.Fate;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Effect;
import io.jarserve.server.model.change.Effect.Action;
import io.jarserve.server.model.change.Effect.Kind;
import io.jarserve.server.model.change.Effect.OnDeployment;
import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.model.change.Outcome.Accepted;
import io.jarserve.server.model.change.Outcome.Reason;
import io.jarserve.server.model.change.Outcome.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One command at a time; what must hold in all situations is in {@link CommandSimulationTest}. */
class CommandsTest {

  private static final Actor ALICE = new Actor("alice", Origin.API);
  private static final Actor PROD = new Actor("bob", Origin.config("prod.yaml"));

  private final Simulation run = new Simulation(1);

  // ---- deploy and delete

  @Test
  void deploy_newApplication_servesAndBelongsToWhoDeployedIt() {
    Effect effect = accepted(new Command.Deploy(app("a", "1", 2)));

    assertThat(effect.kind()).isEqualTo(Kind.CREATED);
    assertThat(effect.version()).contains(1L);
    assertThat(effect.deployments())
        .containsExactly(new OnDeployment("Main", Action.STARTS, List.of()));
    run.settle(() -> {});
    assertThat(run.node.ready()).hasSize(2);
    assertThat(hard("a").lineage().owner()).isEqualTo(Origin.API);
    assertThat(hard("a").lineage().by().title()).isEqualTo("alice by the API");
  }

  @Test
  void deploy_otherBytes_saysWhatRestartsAndWhy() {
    deployed(app("a", "1", 2));

    Effect effect = accepted(new Command.Deploy(app("a", "2", 2)));

    assertThat(effect.kind()).isEqualTo(Kind.UPDATED);
    assertThat(effect.version()).contains(2L);
    OnDeployment main = effect.deployments().get(0);
    assertThat(main.action()).isEqualTo(Action.RESTARTS);
    assertThat(main.why().get(0)).startsWith("other bytes: ").contains(" -> ");
  }

  @Test
  void deploy_deploymentsComeAndGo_eachIsTold() {
    deployed(app("a", "1", deployment("X", 1), deployment("Y", 1)));

    Effect effect =
        accepted(new Command.Deploy(app("a", "2", deployment("Y", 1), deployment("Z", 1))));

    assertThat(effect.deployments())
        .extracting(d -> d.name() + " " + d.action())
        .containsExactly("Y RESTARTS", "Z STARTS", "X STOPS");
  }

  @Test
  void deploy_theSameAgain_changesNothing() {
    deployed(app("a", "1", 2));
    ControllerState before = run.state;

    Effect effect = accepted(new Command.Deploy(inFile(app("a", "1", 2), "elsewhere.jar")));

    assertThat(effect.kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(effect.etag()).contains(before.apps().get("a").hard().etag());
    assertThat(run.state).isSameAs(before);
  }

  @Test
  void deploy_theSameThatIsKnownToFail_saysHowToHaveItTriedAgain() {
    deployed(app("a", "1", 1));
    ApplicationSpec bad = app("a", "2", 1);
    run.node.behave(bad.digest(), Behaviour.BAD);
    deployed(bad);

    Effect effect = accepted(new Command.Deploy(bad));

    assertThat(effect.kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(effect.notes().toString()).contains("known to fail").contains("restart");
  }

  @Test
  void deploy_twoDeploymentsWithOnePrefix_isRefused() {
    Map<OptionKey, Object> same = Map.of(OptionKey.ROUTE_PREFIX, "/x");
    Refused refused =
        refused(new Command.Deploy(app("a", "1", deployment("X", same), deployment("Y", same))));

    assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    assertThat(refused.message()).contains("'X'").contains("'Y'").contains("'/x'");
  }

  @Test
  void deploy_prefixOfAnother_isRefusedAndNamesBoth() {
    deployed(routed("a", "/x"));

    Refused refused = refused(new Command.Deploy(routed("b", "/x")));

    assertThat(refused.reason()).isEqualTo(Reason.ROUTE_CLASH);
    assertThat(refused.message()).contains("'/x'").contains("'a'").doesNotContain("b.yaml");
    assertThat(run.state.apps()).containsOnlyKeys("a");
  }

  @Test
  void deploy_prefixThatAnotherStillWaitsToServe_isRefused() {
    deployed(routed("a", "/old"));
    accepted(new Command.Deploy(routed("b", "/x")));

    Refused refused = refused(new Command.Deploy(routed("a", "/x")));

    assertThat(refused.reason()).isEqualTo(Reason.ROUTE_CLASH);
    assertThat(refused.message()).contains("'a'").contains("'b'");
  }

  @Test
  void deploy_prefixOfOneDeletedInTheSameChange_isAccepted() {
    deployed(routed("a", "/x"));

    Outcome outcome =
        run.submit(
            Change.of(ALICE, new Command.Delete("a"), new Command.Deploy(routed("b", "/x"))));

    assertThat(outcome).isInstanceOf(Accepted.class);
    run.settle(() -> {});
    assertThat(run.plan.routes().get("/x").application()).isEqualTo("b");
  }

  @Test
  void delete_application_drainsAndForgetsIt() {
    deployed(app("a", "1", 2));

    Effect effect = accepted(new Command.Delete("a"));

    assertThat(effect.kind()).isEqualTo(Kind.DELETED);
    assertThat(effect.deployments())
        .containsExactly(new OnDeployment("Main", Action.STOPS, List.of()));
    assertThat(run.state.wantedState().applications()).isEmpty();
    run.settle(() -> {});
    assertThat(run.state.apps()).isEmpty();
    assertThat(run.node.existing()).isEmpty();
  }

  @Test
  void unknownNames_areRefusedWithTheNearest() {
    deployed(app("greeter", "1", 1));

    assertThat(refused(new Command.Delete("greeters")).message()).contains("'greeter'");
    Refused noDeployment = refused(new Command.Scale("greeter", "Mein", 2));
    assertThat(noDeployment.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(noDeployment.message()).contains("'Main'");
  }

  @Test
  void change_oneCommandRefused_nothingIsDone() {
    deployed(app("a", "1", 1));
    ControllerState before = run.state;

    Outcome outcome =
        run.submit(
            Change.of(
                ALICE,
                new Command.Scale("a", "Main", 5),
                new Command.Deploy(app("b", "1", 1)),
                new Command.Delete("c")));

    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(run.state).isSameAs(before);
  }

  @Test
  void change_isForExactlyOneState() {
    Effect created = accepted(new Command.Deploy(app("a", "1", 1)));
    run.settle(() -> {});
    String etag = created.etag().orElseThrow();
    Command.Scale scale = new Command.Scale("a", "Main", 2);

    assertThat(run.submit(onlyIf(etag, scale))).isInstanceOf(Accepted.class);
    Refused stale = (Refused) run.submit(onlyIf(etag, new Command.Scale("a", "Main", 3)));
    assertThat(stale.reason()).isEqualTo(Reason.PRECONDITION_FAILED);
    assertThat(stale.message()).contains(etag).contains(hard("a").etag());
    assertThat(run.submit(onlyIf("*", new Command.Deploy(app("b", "1", 1)))))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.PRECONDITION_FAILED));
    assertThat(run.submit(onlyIf("*", new Command.Deploy(app("a", "2", 1)))))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void change_ofSeveral_isForTheStateOfTheInstance() {
    deployed(app("a", "1", 1));
    deployed(app("b", "1", 1));
    String etag = run.state.wantedState().etag();
    Command[] both = {new Command.Scale("a", "Main", 2), new Command.Scale("b", "Main", 2)};

    assertThat(run.submit(onlyIf(etag, both))).isInstanceOf(Accepted.class);
    assertThat(run.submit(onlyIf(etag, both))).isInstanceOf(Refused.class);
  }

  @Test
  void dryRun_saysWhatWouldBe_andDoesNothing() {
    deployed(app("a", "1", 1));
    ControllerState before = run.state;
    Change change = Change.of(ALICE, new Command.Deploy(app("a", "2", 3)));

    Accepted dry = (Accepted) run.submit(change.asDryRun());

    assertThat(run.state).isSameAs(before);
    assertThat(dry.dryRun()).isTrue();
    assertThat(((Accepted) run.submit(change)).effects()).isEqualTo(dry.effects());
  }

  // ---- options

  @Test
  void scale_deployment_keepsItsReplicasAndAddsNoHistory() {
    deployed(app("a", "1", 1));
    deployed(app("a", "2", 2));
    Set<ReplicaId> before = replicas();

    Effect effect = accepted(new Command.Scale("a", "Main", 4));
    run.settle(() -> {});

    assertThat(effect.deployments())
        .containsExactly(new OnDeployment("Main", Action.IN_PLACE, List.of("num_replicas 2 -> 4")));
    assertThat(replicas()).hasSize(4).containsAll(before);
    assertThat(hard("a").lineage().history())
        .extracting(ServedVersion::number)
        .containsExactly(1L, 3L);
  }

  @Test
  void patch_optionThatRolls_restartsAndSaysSo() {
    deployed(app("a", "1", 1));

    Effect effect =
        accepted(new Command.Patch("a", Optional.empty(), Map.of(OptionKey.NON_BLOCKING, true)));

    assertThat(effect.deployments().get(0).action()).isEqualTo(Action.RESTARTS);
    assertThat(effect.deployments().get(0).why()).containsExactly("non_blocking false -> true");
  }

  @Test
  void patch_userConfig_isNotQuoted() {
    deployed(app("a", "1", 1));

    Effect effect =
        accepted(
            new Command.Patch(
                "a", Optional.of("Main"), Map.of(OptionKey.USER_CONFIG, Map.of("password", "s3"))));

    assertThat(effect.deployments().get(0).why()).containsExactly("user_config");
  }

  @Test
  void patch_valueOutOfRange_isRefusedByName() {
    deployed(app("a", "1", 1));

    Refused refused = refused(new Command.Scale("a", "Main", -1));

    assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    assertThat(refused.message()).contains("num_replicas").contains("-1");
  }

  @Test
  void scale_whileTheNewVersionIsKnownToFail_scalesWhatServes() {
    deployed(app("a", "1", 1));
    ApplicationSpec bad = app("a", "2", 1);
    run.node.behave(bad.digest(), Behaviour.BAD);
    deployed(bad);

    accepted(new Command.Scale("a", "Main", 3));
    run.settle(() -> {});

    assertThat(run.node.ready()).hasSize(3).allMatch(r -> r.version().equals("1"));
    assertThat(hard("a").lastGood()).contains(app("a", "1", 3));
  }

  // ---- restart

  @Test
  void restart_application_replacesReplicasInANewGenerationWithoutAGap() {
    deployed(app("a", "1", 3));
    Set<ReplicaId> before = replicas();
    long generation = generation();
    WantedState saved = run.state.wantedState();

    Effect effect = accepted(new Command.Restart("a", Optional.empty()));

    assertThat(effect.kind()).isEqualTo(Kind.RESTARTED);
    assertThat(effect.deployments())
        .containsExactly(new OnDeployment("Main", Action.RESTARTS, List.of("asked for")));
    run.settle(() -> assertThat(run.node.ready().count()).isGreaterThanOrEqualTo(3));
    assertThat(replicas()).hasSize(3).doesNotContainAnyElementsOf(before);
    assertThat(generation()).isGreaterThan(generation);
    assertThat(run.state.apps().get("a").reached()).isTrue();
    assertThat(run.state.wantedState()).isEqualTo(saved);
  }

  @Test
  void restart_oneDeployment_leavesTheOthers() {
    deployed(app("a", "1", deployment("X", 1), deployment("Y", 1)));
    Set<ReplicaId> before = replicas();

    accepted(new Command.Restart("a", Optional.of("X")));
    run.settle(() -> {});

    assertThat(replicas()).hasSize(2).filteredOn(before::contains).hasSize(1);
    assertThat(replicas()).filteredOn(before::contains).allMatch(r -> r.deployment().equals("Y"));
  }

  @Test
  void restart_versionThatIsKnownToFail_isTriedAgain() {
    ApplicationSpec flaky = app("a", "1", 1);
    run.node.behave(flaky.digest(), Behaviour.BAD);
    deployed(flaky);
    assertThat(hard("a").failed()).isNotEmpty();
    run.node.behave(flaky.digest(), Behaviour.GOOD);

    accepted(new Command.Restart("a", Optional.empty()));
    run.settle(() -> {});

    assertThat(run.node.ready()).hasSize(1);
    assertThat(hard("a").failed()).isEmpty();
  }

  @Test
  void restart_duringWhichNothingStarts_oldReplicasGoOn() {
    ApplicationSpec spec = app("a", "1", 2);
    deployed(spec);
    run.node.behave(spec.digest(), Behaviour.BAD);

    accepted(new Command.Restart("a", Optional.empty()));
    run.settle(() -> assertThat(run.node.ready().count()).isGreaterThanOrEqualTo(2));

    assertThat(hard("a").failed()).isEmpty();
  }

  // ---- history

  @Test
  void rollback_withoutNumber_goesBackOneAndThenFurther() {
    deployed(app("a", "1", 1));
    deployed(app("a", "2", 1));
    deployed(app("a", "3", 1));

    accepted(new Command.Rollback("a", Optional.empty()));
    run.settle(() -> {});
    assertThat(hard("a").lastGood()).contains(app("a", "2", 1));
    assertThat(hard("a").lineage().version(3).orElseThrow().fate()).isEqualTo(Fate.ROLLED_BACK);

    accepted(new Command.Rollback("a", Optional.empty()));
    run.settle(() -> {});
    assertThat(hard("a").lastGood()).contains(app("a", "1", 1));

    Refused refused = refused(new Command.Rollback("a", Optional.empty()));
    assertThat(refused.reason()).isEqualTo(Reason.NO_SUCH_VERSION);
  }

  @Test
  void rollback_toNumber_isANewVersionThatSaysFromWhere() {
    deployed(app("a", "1", 1));
    deployed(app("a", "2", 1));

    Effect effect = accepted(new Command.Rollback("a", Optional.of(1L)));
    run.settle(() -> {});

    assertThat(effect.version()).contains(3L);
    ServedVersion serving = hard("a").lineage().serving().orElseThrow();
    assertThat(serving.spec()).isEqualTo(app("a", "1", 1));
    assertThat(serving.by().how()).isEqualTo("rollback to 1");
    assertThat(refused(new Command.Rollback("a", Optional.of(9L))).message())
        .contains("9")
        .contains("1 (1), 2 (2), 3 (1)");
  }

  @Test
  void rollback_toWhatDoesNotStartAnyMore_leavesWhatServes() {
    ApplicationSpec old = app("a", "1", 1);
    deployed(old);
    deployed(app("a", "2", 1));
    run.node.behave(old.digest(), Behaviour.BAD);

    accepted(new Command.Rollback("a", Optional.empty()));
    run.settle(() -> assertThat(run.node.ready().count()).isPositive());

    assertThat(hard("a").lastGood()).contains(app("a", "2", 1));
    assertThat(hard("a").failureOf(old)).isPresent();
  }

  @Test
  void history_manyVersions_keepsTheLastTen() {
    for (int version = 1; version <= 12; version++) {
      deployed(app("a", Integer.toString(version), 1));
    }
    assertThat(hard("a").lineage().history()).hasSize(Lineage.KEPT);
    assertThat(hard("a").lineage().history().get(0).number()).isEqualTo(3);
    assertThat(hard("a").lineage().serving().orElseThrow().number()).isEqualTo(12);
  }

  @Test
  void history_versionThatNeverServed_isNotInIt() {
    deployed(app("a", "1", 1));
    ApplicationSpec bad = app("a", "2", 1);
    run.node.behave(bad.digest(), Behaviour.BAD);
    deployed(bad);
    deployed(app("a", "3", 1));

    assertThat(hard("a").lineage().history())
        .extracting(ServedVersion::number)
        .containsExactly(1L, 3L);
  }

  // ---- ownership

  @Test
  void deployAndDelete_ofAnotherOwner_areRefusedAndNameBoth() {
    deployed(app("a", "1", 1));

    Refused deploy = (Refused) run.submit(Change.of(PROD, new Command.Deploy(app("a", "2", 1))));
    Refused delete = (Refused) run.submit(Change.of(PROD, new Command.Delete("a")));

    assertThat(deploy.reason()).isEqualTo(Reason.OWNED_BY_ANOTHER);
    assertThat(deploy.message()).contains("belongs to the API").contains("config 'prod.yaml'");
    assertThat(delete.reason()).isEqualTo(Reason.OWNED_BY_ANOTHER);
  }

  @Test
  void options_ofWhatAConfigOwns_areSetByAnybody() {
    assertThat(run.submit(Change.of(PROD, new Command.Deploy(app("a", "1", 1)))))
        .isInstanceOf(Accepted.class);

    accepted(new Command.Scale("a", "Main", 2));

    assertThat(hard("a").lineage().owner()).isEqualTo(PROD.origin());
    assertThat(hard("a").lineage().by().who()).isEqualTo("alice");
  }

  @Test
  void directorysApplication_isNotDeployedScaledOrDeletedByCommand() {
    listed(app("a", "1", 1));
    List<Command> commands =
        List.of(
            new Command.Deploy(app("a", "2", 1)),
            new Command.Scale("a", "Main", 2),
            new Command.Patch("a", Optional.empty(), Map.of(OptionKey.NUM_REPLICAS, 2)),
            new Command.Delete("a"));
    for (Command command : commands) {
      Refused refused = refused(command);
      assertThat(refused.reason()).isEqualTo(Reason.OWNED_BY_ANOTHER);
      assertThat(refused.message()).contains("a.jar").contains("a.yaml").contains("the API");
    }
    assertThat(accepted(new Command.Restart("a", Optional.empty())).kind())
        .isEqualTo(Kind.RESTARTED);
  }

  @Test
  void actor_cannotBeTheDirectory() {
    assertThatThrownBy(() -> new Actor("x", Origin.DIRECTORY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("drop a JAR");
  }

  private void deployed(ApplicationSpec spec) {
    accepted(new Command.Deploy(spec));
    run.settle(() -> {});
  }

  private void listed(ApplicationSpec spec) {
    run.list(listing(spec));
    run.settle(() -> {});
  }

  private Effect accepted(Command command) {
    Outcome outcome = run.submit(Change.of(ALICE, command));
    assertThat(outcome).isInstanceOf(Accepted.class);
    return ((Accepted) outcome).effect(command.application()).orElseThrow();
  }

  private Refused refused(Command command) {
    ControllerState before = run.state;
    Outcome outcome = run.submit(Change.of(ALICE, command));
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(run.state).isSameAs(before);
    return (Refused) outcome;
  }

  private static Change onlyIf(String etag, Command... commands) {
    return new Change(List.of(commands), ALICE, Optional.of(etag), false);
  }

  private WantedState.Application hard(String name) {
    return run.state.apps().get(name).hard();
  }

  private Set<ReplicaId> replicas() {
    return run.plan.assignments().keySet().stream().collect(Collectors.toUnmodifiableSet());
  }

  private long generation() {
    return run.plan.assignments().values().iterator().next().generation();
  }

  private static ApplicationSpec routed(String name, String prefix) {
    return app(name, "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, prefix)));
  }
}
