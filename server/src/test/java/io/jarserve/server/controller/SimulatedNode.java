package io.jarserve.server.controller;

import io.jarserve.server.model.Digest;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ConfigReport;
import io.jarserve.server.plan.NodeReport;
import io.jarserve.server.plan.ReplicaReport;
import io.jarserve.server.plan.ServingPlan;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A node without threads: follows plans late, starts and drains replicas in random time, and fails
 * them as it was told.
 */
final class SimulatedNode {

  /** How replicas of an artifact fare: each start takes the next entry, the last one for ever. */
  record Behaviour(List<Boolean> starts) {
    static final Behaviour GOOD = new Behaviour(List.of(true));
    static final Behaviour BAD = new Behaviour(List.of(false));
  }

  private record Replica(
      Assignment assignment,
      ReplicaState state,
      Instant due,
      boolean healthy,
      ConfigReport config) {
    /** One that failed is there until it is torn down. */
    boolean exists(Instant now) {
      return state == ReplicaState.FAILED ? now.isBefore(due) : state != ReplicaState.STOPPED;
    }

    Replica in(ReplicaState next, Instant at, boolean isHealthy) {
      return new Replica(assignment, state.to(next), at, isHealthy, config);
    }

    Map<String, Object> userConfig() {
      return assignment.deployment().options().userConfig();
    }

    /** Takes up the user config that it is assigned, or refuses it. */
    Replica reconfigured(Set<Map<String, Object>> refused) {
      Map<String, Object> tried =
          config.refused().map(ConfigReport.Refused::values).orElse(config.inForce());
      if (tried.equals(userConfig())) {
        return this;
      }
      ConfigReport next =
          refused.contains(userConfig())
              ? new ConfigReport(
                  config.inForce(), Optional.of(new ConfigReport.Refused(userConfig(), "too odd")))
              : new ConfigReport(userConfig(), Optional.empty());
      return new Replica(assignment, state, due, healthy, next);
    }
  }

  private final Random random;
  private final Map<ReplicaId, Replica> replicas = new TreeMap<>();
  private final Map<Digest, Behaviour> behaviours = new HashMap<>();
  private final Map<Digest, Integer> starts = new HashMap<>();
  private final Set<Map<String, Object>> refusedConfigs = new HashSet<>();
  private boolean full;
  private ServingPlan plan = ServingPlan.EMPTY;
  private Instant time = Instant.EPOCH;

  SimulatedNode(Random random) {
    this.random = random;
  }

  void behave(Digest digest, Behaviour behaviour) {
    behaviours.put(digest, behaviour);
  }

  /** No replica takes that user config, whether it starts or runs. */
  void refuse(Map<String, Object> userConfig) {
    refusedConfigs.add(userConfig);
  }

  /** While it is full nothing can be loaded, whatever the version. */
  void full(boolean isFull) {
    full = isFull;
  }

  void follow(ServingPlan newest, Instant now) {
    plan = newest;
    newest.assignments().forEach((id, assignment) -> take(id, assignment, now));
    for (ReplicaId id : List.copyOf(replicas.keySet())) {
      if (!newest.assignments().containsKey(id)) {
        release(id, now);
      }
    }
  }

  private void take(ReplicaId id, Assignment assignment, Instant now) {
    replicas.merge(
        id,
        new Replica(assignment, ReplicaState.STARTING, soon(now), false, ConfigReport.NONE),
        (old, fresh) ->
            new Replica(assignment, old.state(), old.due(), old.healthy(), old.config()));
  }

  private void release(ReplicaId id, Instant now) {
    Replica replica = replicas.get(id);
    if (replica.state().canBecome(ReplicaState.STOPPING)) {
      replicas.put(id, replica.in(ReplicaState.STOPPING, soon(now), false));
    }
  }

  void pass(Instant now) {
    time = now;
    for (Map.Entry<ReplicaId, Replica> entry : replicas.entrySet()) {
      Replica replica = entry.getValue();
      if (!now.isBefore(replica.due())) {
        entry.setValue(advanced(replica, now));
      } else if (replica.state() == ReplicaState.RUNNING && random.nextBoolean()) {
        entry.setValue(replica.reconfigured(refusedConfigs));
      }
    }
    replicas
        .entrySet()
        .removeIf(
            entry ->
                !entry.getValue().exists(now) && !plan.assignments().containsKey(entry.getKey()));
  }

  private Replica advanced(Replica replica, Instant now) {
    return switch (replica.state()) {
      case STARTING -> {
        Digest digest = replica.assignment().digest();
        int attempt = starts.merge(digest, 1, Integer::sum) - 1;
        List<Boolean> script = behaviours.getOrDefault(digest, Behaviour.GOOD).starts();
        boolean ok =
            !full
                && !refusedConfigs.contains(replica.userConfig())
                && script.get(Math.min(attempt, script.size() - 1));
        ReplicaState next = ok ? ReplicaState.RUNNING : ReplicaState.FAILED;
        Replica started = ok ? replica.reconfigured(refusedConfigs) : replica;
        yield started.in(next, ok ? Instant.MAX : soon(now), ok);
      }
      case STOPPING -> replica.in(ReplicaState.STOPPED, Instant.MAX, false);
      case RUNNING, STOPPED, FAILED -> replica;
    };
  }

  /** Some running replica fails its health checks up to the threshold. */
  void sicken(Predicate<Assignment> which) {
    replicas.entrySet().stream()
        .filter(entry -> entry.getValue().state() == ReplicaState.RUNNING)
        .filter(entry -> which.test(entry.getValue().assignment()))
        .findFirst()
        .ifPresent(
            entry -> entry.setValue(entry.getValue().in(ReplicaState.FAILED, soon(time), false)));
  }

  NodeReport report() {
    Map<ReplicaId, ReplicaReport> reports = new HashMap<>();
    replicas.forEach(
        (id, replica) ->
            reports.put(
                id,
                new ReplicaReport(
                    id,
                    replica.state(),
                    replica.healthy(),
                    Instant.EPOCH,
                    replica.state() == ReplicaState.FAILED ? "as the script says" : "",
                    full && replica.state() == ReplicaState.FAILED,
                    replica.config())));
    return new NodeReport(plan.number(), reports, List.of());
  }

  /** Assignments of replicas that can be asked for work. */
  Stream<Assignment> ready() {
    return replicas.values().stream().filter(Replica::healthy).map(Replica::assignment);
  }

  /** Assignments of replicas that exist in any way. */
  Stream<Assignment> existing() {
    return replicas.values().stream()
        .filter(replica -> replica.exists(time))
        .map(Replica::assignment);
  }

  private Instant soon(Instant now) {
    return now.plusMillis(random.nextInt(400));
  }
}
