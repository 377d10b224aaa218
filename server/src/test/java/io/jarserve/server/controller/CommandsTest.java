package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.deployment;
import static io.jarserve.server.controller.Specs.inFile;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.controller.SimulatedNode.Behaviour;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Origin;
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
import org.junit.jupiter.api.Test;

/**
 * One command at a time, to deploy and delete, and what a change as a whole is; what must hold in
 * all situations is in {@link CommandSimulationTest}.
 */
class CommandsTest {

  private final Simulation run = new Simulation(1);
  private final Operator alice = new Operator(run);

  @Test
  void deploy_newApplication_servesAndBelongsToWhoDeployedIt() {
    Effect effect = alice.accepted(new Command.Deploy(app("a", "1", 2)));

    assertThat(effect.kind()).isEqualTo(Kind.CREATED);
    assertThat(effect.version()).contains(1L);
    assertThat(effect.deployments())
        .containsExactly(new OnDeployment("Main", Action.STARTS, List.of()));
    run.settle(() -> {});
    assertThat(run.node.ready()).hasSize(2);
    assertThat(alice.hard("a").lineage().owner()).isEqualTo(Origin.API);
    assertThat(alice.hard("a").lineage().by().title()).isEqualTo("alice by the API");
  }

  @Test
  void deploy_otherBytes_saysWhatRestartsAndWhy() {
    alice.deploys(app("a", "1", 2));

    Effect effect = alice.accepted(new Command.Deploy(app("a", "2", 2)));

    assertThat(effect.kind()).isEqualTo(Kind.UPDATED);
    assertThat(effect.version()).contains(2L);
    OnDeployment main = effect.deployments().get(0);
    assertThat(main.action()).isEqualTo(Action.RESTARTS);
    assertThat(main.why().get(0)).startsWith("other bytes: ").contains(" -> ");
  }

  @Test
  void deploy_deploymentsComeAndGo_eachIsTold() {
    alice.deploys(app("a", "1", deployment("X", 1), deployment("Y", 1)));

    Effect effect =
        alice.accepted(new Command.Deploy(app("a", "2", deployment("Y", 1), deployment("Z", 1))));

    assertThat(effect.deployments())
        .extracting(d -> d.name() + " " + d.action())
        .containsExactly("Y RESTARTS", "Z STARTS", "X STOPS");
  }

  @Test
  void deploy_theSameAgain_changesNothing() {
    alice.deploys(app("a", "1", 2));
    ControllerState before = run.state;

    Effect effect = alice.accepted(new Command.Deploy(inFile(app("a", "1", 2), "elsewhere.jar")));

    assertThat(effect.kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(effect.etag()).contains(before.apps().get("a").hard().etag());
    assertThat(run.state).isSameAs(before);
  }

  @Test
  void deploy_theSameThatIsKnownToFail_saysHowToHaveItTriedAgain() {
    alice.deploys(app("a", "1", 1));
    ApplicationSpec bad = app("a", "2", 1);
    run.node.behave(bad.digest(), Behaviour.BAD);
    alice.deploys(bad);

    Effect effect = alice.accepted(new Command.Deploy(bad));

    assertThat(effect.kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(effect.notes().toString()).contains("known to fail").contains("restart");
  }

  @Test
  void deploy_twoDeploymentsWithOnePrefix_isRefused() {
    Map<OptionKey, Object> same = Map.of(OptionKey.ROUTE_PREFIX, "/x");
    Refused refused =
        alice.refused(
            new Command.Deploy(app("a", "1", deployment("X", same), deployment("Y", same))));

    assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    assertThat(refused.message()).contains("'X'").contains("'Y'").contains("'/x'");
  }

  @Test
  void deploy_prefixOfAnother_isRefusedAndNamesBoth() {
    alice.deploys(routed("a", "/x"));

    Refused refused = alice.refused(new Command.Deploy(routed("b", "/x")));

    assertThat(refused.reason()).isEqualTo(Reason.ROUTE_CLASH);
    assertThat(refused.message()).contains("'/x'").contains("'a'").doesNotContain("b.yaml");
    assertThat(run.state.apps()).containsOnlyKeys("a");
  }

  @Test
  void deploy_prefixThatAnotherStillWaitsToServe_isRefused() {
    alice.deploys(routed("a", "/old"));
    alice.accepted(new Command.Deploy(routed("b", "/x")));

    Refused refused = alice.refused(new Command.Deploy(routed("a", "/x")));

    assertThat(refused.reason()).isEqualTo(Reason.ROUTE_CLASH);
    assertThat(refused.message()).contains("'a'").contains("'b'");
  }

  @Test
  void deploy_prefixOfOneDeletedInTheSameChange_isAccepted() {
    alice.deploys(routed("a", "/x"));

    Outcome outcome =
        run.submit(
            Change.of(
                Operator.ALICE, new Command.Delete("a"), new Command.Deploy(routed("b", "/x"))));

    assertThat(outcome).isInstanceOf(Accepted.class);
    run.settle(() -> {});
    assertThat(run.plan.routes().get("/x").application()).isEqualTo("b");
  }

  @Test
  void delete_application_drainsAndForgetsIt() {
    alice.deploys(app("a", "1", 2));

    Effect effect = alice.accepted(new Command.Delete("a"));

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
    alice.deploys(app("greeter", "1", 1));

    assertThat(alice.refused(new Command.Delete("greeters")).message()).contains("'greeter'");
    Refused noDeployment = alice.refused(new Command.Scale("greeter", "Mein", 2));
    assertThat(noDeployment.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(noDeployment.message()).contains("'Main'");
  }

  @Test
  void change_oneCommandRefused_nothingIsDone() {
    alice.deploys(app("a", "1", 1));
    ControllerState before = run.state;

    Outcome outcome =
        run.submit(
            Change.of(
                Operator.ALICE,
                new Command.Scale("a", "Main", 5),
                new Command.Deploy(app("b", "1", 1)),
                new Command.Delete("c")));

    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(run.state).isSameAs(before);
  }

  @Test
  void change_isForExactlyOneState() {
    Effect created = alice.accepted(new Command.Deploy(app("a", "1", 1)));
    run.settle(() -> {});
    String etag = created.etag().orElseThrow();
    Command.Scale scale = new Command.Scale("a", "Main", 2);

    assertThat(run.submit(onlyIf(etag, scale))).isInstanceOf(Accepted.class);
    Refused stale = (Refused) run.submit(onlyIf(etag, new Command.Scale("a", "Main", 3)));
    assertThat(stale.reason()).isEqualTo(Reason.PRECONDITION_FAILED);
    assertThat(stale.message()).contains(etag).contains(alice.hard("a").etag());
    assertThat(run.submit(onlyIf("*", new Command.Deploy(app("b", "1", 1)))))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.PRECONDITION_FAILED));
    assertThat(run.submit(onlyIf("*", new Command.Deploy(app("a", "2", 1)))))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void change_ofSeveral_isForTheStateOfTheInstance() {
    alice.deploys(app("a", "1", 1));
    alice.deploys(app("b", "1", 1));
    String etag = run.state.wantedState().etag();
    Command[] both = {new Command.Scale("a", "Main", 2), new Command.Scale("b", "Main", 2)};

    assertThat(run.submit(onlyIf(etag, both))).isInstanceOf(Accepted.class);
    assertThat(run.submit(onlyIf(etag, both))).isInstanceOf(Refused.class);
  }

  @Test
  void dryRun_saysWhatWouldBe_andDoesNothing() {
    alice.deploys(app("a", "1", 1));
    ControllerState before = run.state;
    Change change = Change.of(Operator.ALICE, new Command.Deploy(app("a", "2", 3)));

    Accepted dry = (Accepted) run.submit(change.asDryRun());

    assertThat(run.state).isSameAs(before);
    assertThat(dry.dryRun()).isTrue();
    assertThat(((Accepted) run.submit(change)).effects()).isEqualTo(dry.effects());
  }

  private static Change onlyIf(String etag, Command... commands) {
    return new Change(List.of(commands), Operator.ALICE, Optional.of(etag), false);
  }

  private static ApplicationSpec routed(String name, String prefix) {
    return app(name, "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, prefix)));
  }
}
