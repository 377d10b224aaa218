package io.jarserve.server.controller;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Effect;
import io.jarserve.server.model.change.Effect.Action;
import io.jarserve.server.model.change.Effect.Kind;
import io.jarserve.server.model.change.Effect.OnDeployment;
import io.jarserve.server.model.change.Outcome.Accepted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the difference between two states does to applications, told to who asked for it. Pure. */
final class Effects {

  private Effects() {}

  static Accepted of(ControllerState before, ControllerState after, Change change) {
    List<Effect> effects =
        change.commands().stream()
            .map(command -> command.application())
            .distinct()
            .map(name -> effect(name, alive(before, name), alive(after, name)))
            .toList();
    return new Accepted(change.dryRun(), effects);
  }

  private static Optional<AppState> alive(ControllerState state, String name) {
    return Optional.ofNullable(state.apps().get(name)).filter(app -> !app.deleting());
  }

  private static Effect effect(String name, Optional<AppState> before, Optional<AppState> after) {
    if (after.isEmpty()) {
      List<OnDeployment> stopping =
          before.map(app -> all(app.hard().wanted(), Action.STOPS)).orElse(List.of());
      return new Effect(
          name, Kind.DELETED, Optional.empty(), Optional.empty(), stopping, List.of());
    }
    AppState now = after.get();
    return before
        .map(earlier -> effect(now, kind(earlier, now), deployments(earlier, now)))
        .orElseGet(() -> effect(now, Kind.CREATED, all(now.hard().wanted(), Action.STARTS)));
  }

  private static Effect effect(AppState after, Kind kind, List<OnDeployment> deployments) {
    return new Effect(
        after.name(),
        kind,
        Optional.of(after.hard().lineage().number()),
        Optional.of(after.hard().etag()),
        deployments,
        notes(after, kind));
  }

  private static List<OnDeployment> all(ApplicationSpec spec, Action action) {
    return spec.deployments().stream()
        .map(deployment -> new OnDeployment(deployment.name(), action, List.of()))
        .toList();
  }

  private static Kind kind(AppState before, AppState after) {
    if (after.equals(before)) {
      return Kind.UNCHANGED;
    }
    boolean restarted =
        after.owner().equals(before.owner())
            && after.hard().wanted().servesLike(before.hard().wanted());
    return restarted ? Kind.RESTARTED : Kind.UPDATED;
  }

  private static List<String> notes(AppState after, Kind kind) {
    List<String> notes = new ArrayList<>();
    if (kind == Kind.UNCHANGED) {
      after
          .hard()
          .failureOf(after.hard().wanted())
          .ifPresent(
              failure ->
                  notes.add(
                      "this version is known to fail (%s) and is not tried again; restart the application to have it tried"
                          .formatted(failure.reason())));
    }
    after
        .hard()
        .lineage()
        .overridden()
        .ifPresent(
            spec ->
                notes.add(
                    "this holds until the bytes or options of %s in the deploy directory change"
                        .formatted(spec.file())));
    return notes;
  }

  // ---- by deployment

  private static List<OnDeployment> deployments(AppState before, AppState after) {
    ApplicationSpec served = before.target().orElse(before.hard().wanted());
    ApplicationSpec wanted = after.hard().wanted();
    List<OnDeployment> effects = new ArrayList<>();
    for (DeploymentSpec deployment : wanted.deployments()) {
      effects.add(
          served
              .deployment(deployment.name())
              .map(old -> onDeployment(before, after, served, old, deployment))
              .orElseGet(() -> new OnDeployment(deployment.name(), Action.STARTS, List.of())));
    }
    for (DeploymentSpec old : served.deployments()) {
      if (wanted.deployment(old.name()).isEmpty()) {
        effects.add(new OnDeployment(old.name(), Action.STOPS, List.of()));
      }
    }
    return effects;
  }

  private static OnDeployment onDeployment(
      AppState before,
      AppState after,
      ApplicationSpec served,
      DeploymentSpec old,
      DeploymentSpec wanted) {
    List<String> restarts = new ArrayList<>();
    if (!served.digest().equals(after.hard().wanted().digest())) {
      restarts.add(
          "other bytes: %s -> %s"
              .formatted(served.digest().brief(), after.hard().wanted().digest().brief()));
    }
    restarts.addAll(differences(old.options(), wanted.options(), OptionKey.Change.ROLLS));
    if (outdated(after, wanted.name()) > outdated(before, wanted.name())) {
      restarts.add("asked for");
    }
    if (!restarts.isEmpty()) {
      return new OnDeployment(wanted.name(), Action.RESTARTS, restarts);
    }
    List<String> inPlace = differences(old.options(), wanted.options(), OptionKey.Change.IN_PLACE);
    Action action = inPlace.isEmpty() ? Action.UNCHANGED : Action.IN_PLACE;
    return new OnDeployment(wanted.name(), action, inPlace);
  }

  private static long outdated(AppState app, String deployment) {
    return app.replicasOf(deployment).filter(PlannedReplica::outdated).count();
  }

  private static List<String> differences(Options old, Options wanted, OptionKey.Change change) {
    List<String> differences = new ArrayList<>();
    for (OptionKey key : OptionKey.values()) {
      if (key.change() == change && !old.get(key).equals(wanted.get(key))) {
        differences.add(difference(key, old, wanted));
      }
    }
    return differences;
  }

  /** A user config may hold what is nobody's business. */
  private static String difference(OptionKey key, Options old, Options wanted) {
    return key == OptionKey.USER_CONFIG
        ? key.yamlName()
        : "%s %s -> %s"
            .formatted(
                key.yamlName(),
                old.toYaml().get(key.yamlName()),
                wanted.toYaml().get(key.yamlName()));
  }
}
