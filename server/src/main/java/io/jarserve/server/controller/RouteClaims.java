package io.jarserve.server.controller;

import io.jarserve.server.model.ApplicationSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which application may have which route prefix. Pure.
 *
 * <p>Who holds a prefix keeps it: first come those that serve it, then those that served it last
 * (after a restart nothing serves yet), then those that want it, each in the order in which they
 * were accepted. An application that wants a prefix of another is blocked as a whole, and goes on
 * with what it served before.
 */
final class RouteClaims {

  private final Map<String, String> owners = new HashMap<>();

  private RouteClaims() {}

  /** The applications, each blocked or not. */
  static Map<String, AppState> settle(Map<String, AppState> apps) {
    RouteClaims claims = new RouteClaims();
    apps.values().forEach(claims::takeWhatServes);
    apps.values().forEach(claims::takeWhatServed);
    Map<String, AppState> settled = new LinkedHashMap<>();
    apps.forEach((name, app) -> settled.put(name, claims.takeWhatIsWanted(app)));
    return settled;
  }

  private void takeWhatServes(AppState app) {
    for (PlannedReplica replica : app.replicas().values()) {
      if (!replica.draining()) {
        replica
            .assignment()
            .deployment()
            .options()
            .routePrefix()
            .ifPresent(prefix -> owners.putIfAbsent(prefix, app.name()));
      }
    }
  }

  private void takeWhatServed(AppState app) {
    if (!app.deleting()) {
      app.hard().lastGood().ifPresent(good -> take(good, app.name()));
    }
  }

  private void take(ApplicationSpec spec, String application) {
    prefixes(spec).keySet().forEach(prefix -> owners.putIfAbsent(prefix, application));
  }

  private AppState takeWhatIsWanted(AppState app) {
    if (app.deleting()) {
      return app;
    }
    Optional<String> conflict = conflict(app.hard().wanted());
    if (conflict.isEmpty()) {
      take(app.hard().wanted(), app.name());
    }
    return conflict.equals(app.blocked()) ? app : app.withBlocked(conflict);
  }

  private Optional<String> conflict(ApplicationSpec wanted) {
    return prefixes(wanted).entrySet().stream()
        .filter(claim -> !owners.getOrDefault(claim.getKey(), wanted.name()).equals(wanted.name()))
        .map(
            claim ->
                "route prefix '%s' of deployment '%s' (%s) is taken by application '%s'; set another route_prefix in %s.yaml, or remove '%s'"
                    .formatted(
                        claim.getKey(),
                        claim.getValue(),
                        wanted.file(),
                        owners.get(claim.getKey()),
                        wanted.name(),
                        owners.get(claim.getKey())))
        .findFirst();
  }

  private static Map<String, String> prefixes(ApplicationSpec spec) {
    Map<String, String> deploymentByPrefix = new LinkedHashMap<>();
    spec.deployments()
        .forEach(
            deployment ->
                deployment
                    .options()
                    .routePrefix()
                    .ifPresent(prefix -> deploymentByPrefix.put(prefix, deployment.name())));
    return deploymentByPrefix;
  }
}
