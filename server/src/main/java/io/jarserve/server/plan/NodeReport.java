package io.jarserve.server.plan;

import io.jarserve.server.model.InstanceStatus.PendingUnload;
import io.jarserve.server.model.ReplicaId;
import java.util.List;
import java.util.Map;

/**
 * What the replicas of a node really are. A replica in a final state stays in the report until a
 * plan without it has arrived.
 *
 * @param planNumber the newest plan that this node has taken up
 */
public record NodeReport(
    long planNumber, Map<ReplicaId, ReplicaReport> replicas, List<PendingUnload> pendingUnload) {

  public static final NodeReport EMPTY = new NodeReport(0, Map.of(), List.of());

  public NodeReport {
    replicas = Map.copyOf(replicas);
    pendingUnload = List.copyOf(pendingUnload);
  }
}
