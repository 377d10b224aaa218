package io.jarserve.server.plan;

import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.ReplicaId;
import java.util.Map;

/**
 * Which replicas must exist, and which paths lead to which deployment. A replica that is running
 * and no longer here is to be drained and stopped.
 *
 * @param number grows with every change
 * @param assignments by replica
 * @param routes by prefix; also for deployments that have no replica just now
 */
public record ServingPlan(
    long number, Map<ReplicaId, Assignment> assignments, Map<String, DeploymentId> routes) {

  public static final ServingPlan EMPTY = new ServingPlan(0, Map.of(), Map.of());

  public ServingPlan {
    assignments = Map.copyOf(assignments);
    routes = Map.copyOf(routes);
  }
}
