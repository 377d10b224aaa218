package io.jarserve.server.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Effect;
import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.model.change.Outcome.Accepted;
import io.jarserve.server.model.change.Outcome.Refused;
import java.util.Set;

/** Somebody who gives commands to a simulation by the API, and looks at what came of them. */
final class Operator {

  static final Actor ALICE = new Actor("alice", Origin.API);

  private final Simulation run;

  Operator(Simulation run) {
    this.run = run;
  }

  /** Deploys it, and waits until nothing happens any more. */
  void deploys(ApplicationSpec spec) {
    accepted(new Command.Deploy(spec));
    run.settle(() -> {});
  }

  /** What a command does that is accepted. */
  Effect accepted(Command command) {
    Outcome outcome = run.submit(Change.of(ALICE, command));
    assertThat(outcome).isInstanceOf(Accepted.class);
    return ((Accepted) outcome).effect(command.application()).orElseThrow();
  }

  /** Why a command is refused, which changes nothing. */
  Refused refused(Command command) {
    ControllerState before = run.state;
    Outcome outcome = run.submit(Change.of(ALICE, command));
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(run.state).isSameAs(before);
    return (Refused) outcome;
  }

  /** What is saved of an application. */
  WantedState.Application hard(String name) {
    return run.state.apps().get(name).hard();
  }

  /** Those of the plan. */
  Set<ReplicaId> replicas() {
    return Set.copyOf(run.plan.assignments().keySet());
  }

  /** Of any replica of the plan. */
  long generation() {
    return run.plan.assignments().values().iterator().next().generation();
  }
}
