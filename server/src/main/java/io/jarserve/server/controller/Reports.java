package io.jarserve.server.controller;

import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.plan.ConfigReport.Refused;
import io.jarserve.server.plan.NodeReport;
import io.jarserve.server.plan.ReplicaReport;
import java.util.Map;
import java.util.Optional;

/** What the newest report says of a planned replica. Pure. */
record Reports(NodeReport report) {

  Optional<ReplicaReport> of(PlannedReplica replica) {
    return Optional.ofNullable(report.replicas().get(replica.id()));
  }

  boolean isReady(PlannedReplica replica) {
    return of(replica).map(ReplicaReport::healthy).orElse(false);
  }

  /** Whether it goes by that user config. */
  boolean goesBy(PlannedReplica replica, Map<String, Object> userConfig) {
    return of(replica).map(r -> r.config().inForce().equals(userConfig)).orElse(false);
  }

  /** Why it did not accept that user config; empty when it did, or has not got it yet. */
  Optional<String> refusal(PlannedReplica replica, Map<String, Object> userConfig) {
    return of(replica)
        .flatMap(r -> r.config().refused())
        .filter(refused -> refused.values().equals(userConfig))
        .map(Refused::reason);
  }

  /** Whether it failed for want of something of the node's. */
  boolean isNodeFault(PlannedReplica replica) {
    return of(replica).map(ReplicaReport::nodeFault).orElse(false);
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
