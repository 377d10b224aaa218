package io.jarserve.server.controller;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;

/**
 * A replica as the controller intends it.
 *
 * @param draining it is no longer in the plan, and waited for until it is gone
 * @param sincePlan number of the first plan with this intent: a report on an older plan says
 *     nothing yet
 * @param outdated another is to take its place, although it is of the right version
 */
record PlannedReplica(Assignment assignment, boolean draining, long sincePlan, boolean outdated) {

  static PlannedReplica started(Assignment assignment, long nextPlan) {
    return new PlannedReplica(assignment, false, nextPlan, false);
  }

  ReplicaId id() {
    return assignment.id();
  }

  /** Whether it can serve that specification as it is, or after a change of options in place. */
  boolean fits(ApplicationSpec spec) {
    return !outdated
        && assignment.digest().equals(spec.digest())
        && spec.deployment(id().deployment())
            .map(wanted -> !assignment.deployment().options().rollsTo(wanted.options()))
            .orElse(false);
  }

  PlannedReplica drain(long nextPlan) {
    return new PlannedReplica(assignment, true, nextPlan, outdated);
  }

  PlannedReplica outdate() {
    return new PlannedReplica(assignment, draining, sincePlan, true);
  }

  PlannedReplica with(DeploymentSpec spec) {
    Assignment changed =
        new Assignment(
            id(), assignment.generation(), assignment.version(), assignment.digest(), spec);
    return new PlannedReplica(changed, draining, sincePlan, outdated);
  }
}
