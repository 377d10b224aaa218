package io.jarserve.server.controller;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.change.Outcome.Reason;
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

  /**
   * Refuses a change after which an application wants a prefix that another has.
   *
   * @throws RefusedChange names both
   */
  static void checkNoClash(Map<String, AppState> before, Map<String, AppState> after)
      throws RefusedChange {
    for (AppState app : settle(withoutLeaving(after)).values()) {
      Optional<AppState> earlier = Optional.ofNullable(before.get(app.name()));
      boolean touched = earlier.map(e -> !e.hard().equals(app.hard())).orElse(true);
      boolean known = !touched && earlier.flatMap(AppState::blocked).isPresent();
      if (app.blocked().isPresent() && !known) {
        String clash = app.blocked().get();
        String waits = "application '%s' waits for its route: %s".formatted(app.name(), clash);
        throw new RefusedChange(Reason.ROUTE_CLASH, app.name(), touched ? clash : waits);
      }
    }
  }

  /** As it will be when those have drained that are to go. */
  private static Map<String, AppState> withoutLeaving(Map<String, AppState> apps) {
    Map<String, AppState> staying = new LinkedHashMap<>(apps);
    staying.values().removeIf(AppState::deleting);
    return staying;
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
    Optional<String> conflict = conflict(app);
    if (conflict.isEmpty()) {
      take(app.hard().wanted(), app.name());
    }
    return conflict.equals(app.blocked()) ? app : app.withBlocked(conflict);
  }

  private Optional<String> conflict(AppState app) {
    ApplicationSpec wanted = app.hard().wanted();
    return prefixes(wanted).entrySet().stream()
        .filter(claim -> !owners.getOrDefault(claim.getKey(), wanted.name()).equals(wanted.name()))
        .map(claim -> clash(app, claim.getKey(), claim.getValue()))
        .findFirst();
  }

  private String clash(AppState app, String prefix, String deployment) {
    String where = app.owner().isDirectory() ? " in " + app.name() + ".yaml" : "";
    return "route prefix '%s' of deployment '%s' (%s) is taken by application '%s'; set another route_prefix%s, or remove '%s'"
        .formatted(
            prefix,
            deployment,
            app.hard().wanted().file(),
            owners.get(prefix),
            where,
            owners.get(prefix));
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
