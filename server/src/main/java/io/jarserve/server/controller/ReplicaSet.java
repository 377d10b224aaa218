package io.jarserve.server.controller;

import io.jarserve.api.UpdateStrategy;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The replicas of one application while a step is decided: what is intended for each, to be
 * changed, and what the newest report says of it. Live are those that do not drain. Used once, by
 * one {@link Rollout}, which has the rules.
 */
final class ReplicaSet {

  private final Map<ReplicaId, PlannedReplica> replicas;
  private final Reports reports;
  private final long nextPlan;
  private final Ids ids;

  ReplicaSet(Map<ReplicaId, PlannedReplica> before, Reports reports, long nextPlan, Ids ids) {
    this.replicas = new TreeMap<>(before);
    this.reports = reports;
    this.nextPlan = nextPlan;
    this.ids = ids;
  }

  static boolean isRecreated(DeploymentSpec deployment) {
    return deployment.options().updateStrategy() == UpdateStrategy.RECREATE;
  }

  /** What is intended now. */
  Map<ReplicaId, PlannedReplica> intended() {
    return replicas;
  }

  List<PlannedReplica> live() {
    return replicas.values().stream().filter(replica -> !replica.draining()).toList();
  }

  List<PlannedReplica> live(String deployment, ApplicationSpec target, boolean fitting) {
    return live().stream()
        .filter(replica -> replica.id().deployment().equals(deployment))
        .filter(replica -> replica.fits(target) == fitting)
        .toList();
  }

  /** How many can serve that target now. */
  int ready(Optional<ApplicationSpec> target) {
    return (int)
        live().stream()
            .filter(replica -> target.map(replica::fits).orElse(false))
            .filter(reports::isReady)
            .count();
  }

  /** Whether nothing of another version is there, not even to drain. */
  boolean isAlone(ApplicationSpec target) {
    return replicas.values().stream().allMatch(replica -> replica.fits(target));
  }

  /** Whether anything of another version, or anything that drains, is still there. */
  boolean isBusy(String deployment, ApplicationSpec target) {
    return replicas.values().stream()
        .filter(replica -> replica.id().deployment().equals(deployment))
        .anyMatch(replica -> replica.draining() || !replica.fits(target));
  }

  /** Forgets what is gone, and lets go of what has failed; gives the latter. */
  List<PlannedReplica> dropEnded() {
    List<PlannedReplica> failed = new ArrayList<>();
    for (PlannedReplica replica : List.copyOf(replicas.values())) {
      if (reports.hasFailed(replica) && !replica.draining()) {
        failed.add(replica);
        letGo(replica);
      } else if (reports.isGone(replica)) {
        replicas.remove(replica.id());
      }
    }
    return failed;
  }

  /** What a failed replica of a recreated deployment owns is not free before it is really gone. */
  private void letGo(PlannedReplica replica) {
    if (isRecreated(replica.assignment().deployment())) {
      drain(replica);
    } else {
      replicas.remove(replica.id());
    }
  }

  /** Writes the options that need no new replica. */
  void applyInPlace(ApplicationSpec target) {
    for (PlannedReplica replica : live()) {
      if (replica.fits(target)) {
        DeploymentSpec wanted = target.deployment(replica.id().deployment()).orElseThrow();
        replicas.put(replica.id(), replica.with(wanted));
      }
    }
  }

  void drain(PlannedReplica replica) {
    replicas.put(replica.id(), replica.drain(nextPlan));
  }

  /** Drains all but so many, the least useful first: those not ready, then the youngest. */
  void drainBeyond(int keep, List<PlannedReplica> some) {
    some.stream()
        .sorted(
            Comparator.comparing((PlannedReplica replica) -> !reports.isReady(replica))
                .thenComparing(PlannedReplica::sincePlan)
                .thenComparing(PlannedReplica::id))
        .skip(keep)
        .forEach(this::drain);
  }

  /** Starts so many. */
  void start(ApplicationSpec target, DeploymentSpec deployment, int count) {
    long generation = generationFor(target);
    for (int i = 0; i < count; i++) {
      ReplicaId id =
          new ReplicaId(new DeploymentId(target.name(), deployment.name()), ids.replicaTag());
      Assignment assignment =
          new Assignment(id, generation, target.version(), target.digest(), deployment);
      replicas.put(id, PlannedReplica.started(assignment, nextPlan));
    }
  }

  /** Replicas of the same bytes share a class loader as long as one of them is alive. */
  private long generationFor(ApplicationSpec target) {
    return live().stream()
        .filter(replica -> !replica.outdated())
        .filter(replica -> replica.assignment().digest().equals(target.digest()))
        .mapToLong(replica -> replica.assignment().generation())
        .max()
        .orElseGet(ids::generation);
  }
}
