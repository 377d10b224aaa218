package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.controller.SimulatedNode.Behaviour;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Effect;
import io.jarserve.server.model.change.Effect.Action;
import io.jarserve.server.model.change.Effect.Kind;
import io.jarserve.server.model.change.Effect.OnDeployment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Replicas that are replaced because somebody asks for it. */
class RestartByCommandTest {

  private final Simulation run = new Simulation(1);
  private final Operator alice = new Operator(run);

  @Test
  void restart_application_replacesReplicasInANewGenerationWithoutAGap() {
    alice.deploys(app("a", "1", 3));
    Set<ReplicaId> before = alice.replicas();
    long generation = alice.generation();
    WantedState saved = run.state.wantedState();

    Effect effect = alice.accepted(new Command.Restart("a", Optional.empty()));

    assertThat(effect.kind()).isEqualTo(Kind.RESTARTED);
    assertThat(effect.deployments())
        .containsExactly(new OnDeployment("Main", Action.RESTARTS, List.of("asked for")));
    run.settle(() -> assertThat(run.node.ready().count()).isGreaterThanOrEqualTo(3));
    assertThat(alice.replicas()).hasSize(3).doesNotContainAnyElementsOf(before);
    assertThat(alice.generation()).isGreaterThan(generation);
    assertThat(run.state.apps().get("a").reached()).isTrue();
    assertThat(run.state.wantedState()).isEqualTo(saved);
  }

  @Test
  void restart_oneDeployment_leavesTheOthers() {
    alice.deploys(app("a", "1", deployment("X", 1), deployment("Y", 1)));
    Set<ReplicaId> before = alice.replicas();

    alice.accepted(new Command.Restart("a", Optional.of("X")));
    run.settle(() -> {});

    assertThat(alice.replicas()).hasSize(2).filteredOn(before::contains).hasSize(1);
    assertThat(alice.replicas())
        .filteredOn(before::contains)
        .allMatch(r -> r.deployment().equals("Y"));
  }

  @Test
  void restart_versionThatIsKnownToFail_isTriedAgain() {
    ApplicationSpec flaky = app("a", "1", 1);
    run.node.behave(flaky.digest(), Behaviour.BAD);
    alice.deploys(flaky);
    assertThat(alice.hard("a").failed()).isNotEmpty();
    run.node.behave(flaky.digest(), Behaviour.GOOD);

    alice.accepted(new Command.Restart("a", Optional.empty()));
    run.settle(() -> {});

    assertThat(run.node.ready()).hasSize(1);
    assertThat(alice.hard("a").failed()).isEmpty();
  }

  @Test
  void restart_duringWhichNothingStarts_oldReplicasGoOn() {
    ApplicationSpec spec = app("a", "1", 2);
    alice.deploys(spec);
    run.node.behave(spec.digest(), Behaviour.BAD);

    alice.accepted(new Command.Restart("a", Optional.empty()));
    run.settle(() -> assertThat(run.node.ready().count()).isGreaterThanOrEqualTo(2));

    assertThat(alice.hard("a").failed()).isEmpty();
  }
}
