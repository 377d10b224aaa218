package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.json.Json;
import io.jarserve.server.metrics.TrafficCounts;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.model.change.Outcome.Reason;
import io.jarserve.server.model.change.Outcome.Refused;
import io.jarserve.server.plan.NodeReport;
import io.jarserve.server.plan.ServingPlan;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * The real reconciler with a simulated node under a clock of its own. Plans and reports arrive
 * late, in order, and sometimes twice; every schedule follows from the seed.
 */
final class Simulation {

  final Random random;
  final SimulatedNode node;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  ControllerState state;
  ServingPlan plan = ServingPlan.EMPTY;

  /** What the meters say. */
  Function<DeploymentId, TrafficCounts> meters = id -> TrafficCounts.NONE;

  /** Nothing can be saved. */
  boolean diskFull;

  private final Reconciler reconciler;
  private int ids;
  private int generations;

  Simulation(long seed) {
    this(new Random(seed));
  }

  private Simulation(Random random) {
    this.random = random;
    this.node = new SimulatedNode(random);
    this.state = ControllerState.restored(WantedState.EMPTY, false);
    this.reconciler =
        new Reconciler(
            Comparator.naturalOrder(),
            new Ids() {
              @Override
              public String replicaTag() {
                return "r%05d".formatted(++ids);
              }

              @Override
              public long generation() {
                return ++generations;
              }
            });
  }

  void list(Listing listing) {
    state = state.with(listing);
  }

  /** Decides, saves and answers, as the controller does. */
  Outcome submit(Change change) {
    Commands.Decided decided = Commands.decide(state, change, now);
    if (!change.dryRun() && !saves(decided.after())) {
      return new Refused(Reason.NOT_SAVED, Optional.empty(), "the disk is full");
    }
    state = change.dryRun() ? state : decided.after();
    return decided.outcome();
  }

  private boolean saves(ControllerState next) {
    return !diskFull || next.wantedState().equals(state.wantedState());
  }

  /** The server dies and comes back with what was saved: nothing runs. */
  void crash() {
    WantedState saved = Json.read(Json.write(state.wantedState()), WantedState.class);
    Listing listing = state.listing();
    state = ControllerState.restored(saved, false).with(listing).withPlanNumber(0);
    plan = ServingPlan.EMPTY;
    node.follow(plan, now);
    for (int i = 0; i < 10; i++) {
      now = now.plusSeconds(1);
      node.pass(now);
    }
    state = state.with(NodeReport.EMPTY);
  }

  /** Some time passes: any of the parties may get its turn. */
  void step() {
    now = now.plusMillis(random.nextInt(200));
    if (random.nextInt(3) > 0) {
      node.pass(now);
    }
    if (random.nextInt(3) > 0) {
      state = state.with(node.report());
    }
    if (random.nextInt(3) > 0) {
      decide();
    }
    if (random.nextInt(3) > 0) {
      node.follow(plan, now);
    }
  }

  private void decide() {
    state = state.sampled(meters, now);
    ControllerState after = reconciler.settle(state, now, false);
    state = saves(after) ? after : reconciler.settle(state, now, true);
    ServingPlan next = PlanWriter.write(state, plan.number() + 1);
    if (PlanWriter.isDue(state, next, plan)) {
      plan = next;
      state = state.withPlanNumber(next.number());
    }
  }

  /** Steps until nothing has happened for longer than any wait, bounded. */
  void settle(Runnable check) {
    int quiet = 0;
    for (int i = 0; i < 2000 && quiet < 60; i++) {
      ControllerState before = state;
      now = now.plusSeconds(quiet > 20 ? 3 : 0);
      step();
      check.run();
      quiet = state.equals(before) ? quiet + 1 : 0;
    }
  }
}
