package io.jarserve.server.replica;

import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ServingPlan;
import java.util.Set;

/**
 * In which order replicas of one generation come and go when they call each other: a callee is
 * there before its callers take requests, and as long as they do. Pure.
 */
final class CallOrder {

  private CallOrder() {}

  /**
   * Whether a replica that is no longer wanted stays for those who call it: as long as there are
   * any, if its deployment is being replaced or the whole generation leaves. When an operator wants
   * no replica of it, or its strategy wants the old one gone first, it goes at once.
   *
   * @param callers the deployments that call it and still have a replica in its generation
   */
  static boolean stays(Assignment leaving, Set<String> callers, ServingPlan plan) {
    if (callers.isEmpty()) {
      return false;
    }
    return meetsAnother(leaving, plan)
        || plan.assignments().values().stream()
            .noneMatch(other -> other.generation() == leaving.generation());
  }

  /** Whether another generation of the same deployment is in the plan. */
  static boolean meetsAnother(Assignment assignment, ServingPlan plan) {
    DeploymentId id = assignment.id().deploymentId();
    return plan.assignments().values().stream()
        .anyMatch(
            other ->
                other.generation() != assignment.generation()
                    && other.id().deploymentId().equals(id));
  }
}
