package io.jarserve.server.controller;

import io.jarserve.server.json.NearestName;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.Provenance;
import io.jarserve.server.model.ServedVersion;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.WantedState.Failure;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.model.change.Outcome.Reason;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a change makes of a state, or why it is refused. Pure; used once: the applications are the
 * working copy of what becomes the next state. Dry runs and real ones are decided alike.
 */
final class Commands {

  private final ControllerState before;
  private final Change change;
  private final Instant now;
  private final Map<String, AppState> apps;

  /**
   * What was decided.
   *
   * @param after the same as before when the change is refused, or changes nothing
   */
  record Decided(ControllerState after, Outcome outcome) {}

  private Commands(ControllerState before, Change change, Instant now) {
    this.before = before;
    this.change = change;
    this.now = now;
    this.apps = new LinkedHashMap<>(before.apps());
  }

  static Decided decide(ControllerState before, Change change, Instant now) {
    Commands commands = new Commands(before, change, now);
    try {
      commands.carryOut();
      ControllerState after = commands.changed() ? before.withApps(commands.apps) : before;
      return new Decided(after, Effects.of(before, after, change));
    } catch (RefusedChange refused) {
      return new Decided(before, refused.outcome());
    }
  }

  private void carryOut() throws RefusedChange {
    Preconditions.check(before, change);
    for (Command command : change.commands()) {
      apps.put(command.application(), after(command));
    }
    RouteClaims.checkNoClash(before.apps(), apps);
  }

  private boolean changed() {
    return !apps.equals(before.apps());
  }

  private AppState after(Command command) throws RefusedChange {
    if (command instanceof Command.Deploy deploy) {
      return deployed(deploy);
    }
    AppState app = existing(command);
    Ownership.check(before, app, command, change.actor());
    if (command instanceof Command.Rollback rollback) {
      return rolledBack(app, rollback);
    } else if (command instanceof Command.Restart restart) {
      return restarted(app, restart);
    } else if (command instanceof Command.Scale scale) {
      Map<OptionKey, Object> replicas = Map.of(OptionKey.NUM_REPLICAS, (long) scale.replicas());
      return patched(app, command, Optional.of(scale.deployment()), replicas);
    } else if (command instanceof Command.Patch patch) {
      return patched(app, command, patch.deployment(), patch.options());
    }
    return app.withDeleting();
  }

  private AppState existing(Command command) throws RefusedChange {
    String name = command.application();
    AppState app = apps.get(name);
    if (app == null || app.deleting()) {
      throw new RefusedChange(
          Reason.NOT_FOUND,
          name,
          "there is no application '%s'%s".formatted(name, NearestName.hint(name, alive())));
    }
    return app;
  }

  private List<String> alive() {
    return apps.values().stream().filter(app -> !app.deleting()).map(AppState::name).toList();
  }

  private Provenance by(Command command) {
    return new Provenance(change.actor().origin(), change.actor().name(), now, command.title());
  }

  // ---- one command each

  private AppState deployed(Command.Deploy deploy) throws RefusedChange {
    checkPrefixes(deploy.spec());
    AppState app = apps.get(deploy.application());
    if (app == null) {
      return AppState.accepted(deploy.spec(), by(deploy));
    } else if (app.deleting()) {
      return app.wanting(deploy.spec(), by(deploy));
    }
    Ownership.check(before, app, deploy, change.actor());
    Origin owner = change.actor().origin();
    return app.owner().equals(owner)
        ? wanting(app, deploy.spec(), deploy)
        : app.ownedBy(owner).wanting(deploy.spec(), by(deploy));
  }

  private AppState wanting(AppState app, ApplicationSpec spec, Command command) {
    return spec.servesLike(app.hard().wanted()) ? app : app.wanting(spec, by(command));
  }

  private AppState rolledBack(AppState app, Command.Rollback rollback) throws RefusedChange {
    ApplicationSpec older = version(app, rollback).spec();
    return older.servesLike(app.hard().wanted())
        ? app
        : app.withHard(app.hard().rolledBack(older, by(rollback)));
  }

  private static ServedVersion version(AppState app, Command.Rollback rollback)
      throws RefusedChange {
    Optional<ServedVersion> found =
        rollback.toVersion().isPresent()
            ? app.hard().lineage().version(rollback.toVersion().get())
            : app.hard().lineage().before();
    return found.orElseThrow(() -> noSuchVersion(app, rollback));
  }

  private static RefusedChange noSuchVersion(AppState app, Command.Rollback rollback) {
    String asked =
        rollback
            .toVersion()
            .map(number -> "served no version " + number + " that is still kept")
            .orElse("served nothing else before that it was not rolled back from");
    String kept =
        app.hard().lineage().history().stream()
            .map(version -> version.number() + " (" + version.spec().version() + ")")
            .collect(Collectors.joining(", "));
    return new RefusedChange(
        Reason.NO_SUCH_VERSION,
        app.name(),
        "application '%s' %s; its history has %s"
            .formatted(app.name(), asked, kept.isEmpty() ? "nothing yet" : kept));
  }

  private AppState restarted(AppState app, Command.Restart restart) throws RefusedChange {
    if (restart.deployment().isPresent()) {
      checkDeployment(app, app.hard().wanted(), restart.deployment().get());
    }
    Optional<Failure> known = app.hard().failureOf(app.hard().wanted());
    if (known.isPresent()) {
      List<Failure> others =
          app.hard().failed().stream().filter(failure -> !failure.equals(known.get())).toList();
      return app.withHard(app.hard().withFailed(others));
    }
    return app.restarted(name -> restart.deployment().map(name::equals).orElse(true), now);
  }

  private AppState patched(
      AppState app, Command command, Optional<String> only, Map<OptionKey, Object> options)
      throws RefusedChange {
    ApplicationSpec base = base(app.hard());
    if (only.isPresent()) {
      checkDeployment(app, base, only.get());
    }
    try {
      List<DeploymentSpec> deployments =
          base.deployments().stream()
              .map(d -> only.map(d.name()::equals).orElse(true) ? with(d, options) : d)
              .toList();
      ApplicationSpec patched = base.with(deployments);
      checkPrefixes(patched);
      return wanting(app, patched, command);
    } catch (IllegalArgumentException e) {
      throw new RefusedChange(Reason.INVALID, app.name(), String.valueOf(e.getMessage()));
    }
  }

  private static DeploymentSpec with(DeploymentSpec deployment, Map<OptionKey, Object> options) {
    return deployment.with(deployment.options().with(options));
  }

  /** Options are set on what works: not on a version that is known to fail. */
  private static ApplicationSpec base(WantedState.Application app) {
    return app.failureOf(app.wanted()).isPresent()
        ? app.lastGood().orElse(app.wanted())
        : app.wanted();
  }

  private static void checkDeployment(AppState app, ApplicationSpec spec, String name)
      throws RefusedChange {
    if (spec.deployment(name).isEmpty()) {
      List<String> names = spec.deployments().stream().map(DeploymentSpec::name).toList();
      throw new RefusedChange(
          Reason.NOT_FOUND,
          app.name(),
          "application '%s' has no deployment '%s', only %s%s"
              .formatted(
                  app.name(), name, String.join(", ", names), NearestName.hint(name, names)));
    }
  }

  private static void checkPrefixes(ApplicationSpec spec) throws RefusedChange {
    Map<String, String> taken = new LinkedHashMap<>();
    for (DeploymentSpec deployment : spec.deployments()) {
      String prefix = deployment.options().routePrefix().orElse("");
      String other = prefix.isEmpty() ? null : taken.putIfAbsent(prefix, deployment.name());
      if (other != null) {
        throw new RefusedChange(
            Reason.INVALID,
            spec.name(),
            "deployments '%s' and '%s' of application '%s' both have the route prefix '%s'; give each its own"
                .formatted(other, deployment.name(), spec.name(), prefix));
      }
    }
  }
}
