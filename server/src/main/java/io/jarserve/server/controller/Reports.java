package io.jarserve.server.controller;

import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.plan.NodeReport;
import io.jarserve.server.plan.ReplicaReport;
import java.util.Optional;

/** What the newest report says of a planned replica. Pure. */
record Reports(NodeReport report) {

  Optional<ReplicaReport> of(PlannedReplica replica) {
    return Optional.ofNullable(report.replicas().get(replica.id()));
  }

  boolean isReady(PlannedReplica replica) {
    return of(replica).map(ReplicaReport::healthy).orElse(false);
  }

  boolean hasFailed(PlannedReplica replica) {
    return of(replica).map(r -> r.state() == ReplicaState.FAILED).orElse(false);
  }

  /** Whether the node knows the newest intent and has no such replica any more. */
  boolean isGone(PlannedReplica replica) {
    return of(replica)
        .map(r -> r.state() == ReplicaState.STOPPED)
        .orElse(report.planNumber() >= replica.sincePlan());
  }
}
