package io.jarserve.server.controller;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ServingPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** From a decided state to the plan that nodes follow. Pure. */
final class PlanWriter {

  private PlanWriter() {}

  static ServingPlan write(ControllerState state, long number) {
    Map<ReplicaId, Assignment> assignments = new HashMap<>();
    Map<String, DeploymentId> routes = new HashMap<>();
    Reports reports = new Reports(state.report());
    for (AppState app : state.apps().values()) {
      app.replicas().values().stream()
          .filter(replica -> !replica.draining())
          .forEach(replica -> assignments.put(replica.id(), replica.assignment()));
      if (!app.deleting()) {
        routesOf(app, reports).forEach(routes::putIfAbsent);
      }
    }
    return new ServingPlan(number, assignments, routes);
  }

  /** Whether a plan must be made known: it says something new, or somebody waits for its number. */
  static boolean isDue(ControllerState state, ServingPlan next, ServingPlan known) {
    return !next.assignments().equals(known.assignments())
        || !next.routes().equals(known.routes())
        || state.apps().values().stream()
            .flatMap(app -> app.replicas().values().stream())
            .anyMatch(replica -> replica.sincePlan() > known.number());
  }

  /**
   * The prefixes of what is to serve, and of replicas of an older version as long as they run.
   * Where the two lead to different deployments, the new one takes over when it has a replica that
   * is ready.
   */
  private static Map<String, DeploymentId> routesOf(AppState app, Reports reports) {
    Map<String, DeploymentId> routes = new HashMap<>();
    Optional<ApplicationSpec> shown = shown(app);
    for (PlannedReplica replica : app.replicas().values()) {
      if (!replica.draining() && !shown.map(replica::fits).orElse(false)) {
        add(routes, app.name(), replica.assignment().deployment());
      }
    }
    shown.ifPresent(spec -> spec.deployments().forEach(d -> merge(routes, app, spec, d, reports)));
    return routes;
  }

  /**
   * What is to serve; what failed before anything served, so that its paths answer 503, not 404.
   */
  private static Optional<ApplicationSpec> shown(AppState app) {
    return app.blocked().isPresent() ? app.target() : app.target().or(() -> wanted(app));
  }

  private static Optional<ApplicationSpec> wanted(AppState app) {
    return Optional.of(app.hard().wanted());
  }

  private static void merge(
      Map<String, DeploymentId> routes,
      AppState app,
      ApplicationSpec spec,
      DeploymentSpec deployment,
      Reports reports) {
    Optional<String> prefix = deployment.options().routePrefix();
    if (prefix.isPresent()
        && (!routes.containsKey(prefix.get()) || isReady(app, spec, deployment, reports))) {
      add(routes, app.name(), deployment);
    }
  }

  private static boolean isReady(
      AppState app, ApplicationSpec spec, DeploymentSpec deployment, Reports reports) {
    return app.replicasOf(deployment.name())
        .anyMatch(replica -> replica.fits(spec) && reports.isReady(replica));
  }

  private static void add(
      Map<String, DeploymentId> routes, String application, DeploymentSpec deployment) {
    deployment
        .options()
        .routePrefix()
        .ifPresent(prefix -> routes.put(prefix, new DeploymentId(application, deployment.name())));
  }
}
