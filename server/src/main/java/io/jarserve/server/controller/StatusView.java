package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.BakeView;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.OriginView;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import io.jarserve.server.model.Provenance;
import io.jarserve.server.model.ServedVersion;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.WantedState.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From what the controller knows to what it tells. Pure. */
final class StatusView {

  private final ControllerState state;
  private final InstanceFacts facts;
  private final Reports reports;

  private StatusView(ControllerState state, InstanceFacts facts) {
    this.state = state;
    this.facts = facts;
    this.reports = new Reports(state.report());
  }

  /**
   * @param trouble of the controller itself, such as a checkpoint that cannot be written
   */
  static InstanceStatus of(ControllerState state, InstanceFacts facts, Optional<String> trouble) {
    return new StatusView(state, facts).write(trouble);
  }

  private InstanceStatus write(Optional<String> trouble) {
    Map<String, ApplicationView> applications = new TreeMap<>();
    state.apps().values().forEach(app -> applications.put(app.name(), application(app)));
    return new InstanceStatus(
        facts.controllerInfo(),
        "EveryNode",
        facts.httpOptions(),
        Map.of(facts.proxy().nodeId(), facts.proxy()),
        applications,
        rejectedFiles(),
        state.report().pendingUnload(),
        Stream.concat(trouble.stream(), state.listing().problem().stream()).toList(),
        state.listing().warnings());
  }

  private List<RejectedFile> rejectedFiles() {
    List<RejectedFile> files = new ArrayList<>();
    state.listing().rejected().forEach(r -> files.add(new RejectedFile(r.file(), r.reason())));
    files.addAll(DirectoryView.notOwned(state));
    for (AppState app : state.apps().values()) {
      for (Failure failure : app.hard().failed()) {
        if (app.owner().isDirectory() && !failure.spec().servesLike(app.hard().wanted())) {
          files.add(new RejectedFile(failure.spec().file(), failure.reason()));
        }
      }
    }
    return List.copyOf(files);
  }

  private ApplicationView application(AppState app) {
    Map<String, DeploymentView> deployments = new LinkedHashMap<>();
    DeploymentViews views = new DeploymentViews(app, reports, facts.controllerInfo());
    views.all().forEach(view -> deployments.put(view.name(), view));
    ApplicationSpec wanted = app.hard().wanted();
    Optional<ApplicationSpec> good = app.hard().lastGood();
    ApplicationStatus status = status(app);
    return new ApplicationView(
        app.name(),
        wanted.deployments().stream()
            .flatMap(d -> d.options().routePrefix().stream())
            .findFirst()
            .orElse(null),
        status,
        message(app, status),
        app.hard().deployedAt().map(at -> at.toEpochMilli() / 1000.0).orElse(null),
        wanted.file(),
        wanted.version(),
        wanted.digest().hex(),
        good.map(ApplicationSpec::version).orElse(null),
        good.map(spec -> spec.digest().hex()).orElse(null),
        app.superseded(),
        (int)
            state.report().pendingUnload().stream()
                .filter(pending -> pending.application().equals(app.name()))
                .count(),
        app.lastError().orElse(null),
        deployments,
        origin(app.hard()),
        bake(app.hard()));
  }

  private @Nullable BakeView bake(WantedState.Application app) {
    Baking baking = new Baking(app, state.traffic());
    return app.bakingSince()
        .map(
            since ->
                new BakeView(
                    since.toEpochMilli() / 1000.0,
                    baking.until().orElse(since).toEpochMilli() / 1000.0,
                    app.lastGood().map(ApplicationSpec::version).orElse(""),
                    baking.watched().stream().mapToLong(d -> baking.observed(d).requests()).sum(),
                    baking.watched().stream().mapToLong(d -> baking.observed(d).failed()).sum()))
        .orElse(null);
  }

  private static OriginView origin(WantedState.Application app) {
    Provenance by = app.lineage().by();
    return new OriginView(
        app.lineage().owner().word(),
        app.lineage().owner().name(),
        app.lineage().number(),
        app.etag(),
        app.lineage().serving().map(ServedVersion::number).orElse(null),
        by.who(),
        by.how(),
        by.at().toEpochMilli() / 1000.0,
        app.lineage().overridden().map(ApplicationSpec::version).orElse(null));
  }

  private ApplicationStatus status(AppState app) {
    if (app.deleting()) {
      return ApplicationStatus.DELETING;
    }
    if (app.blocked().isPresent() || app.hard().failureOf(app.hard().wanted()).isPresent()) {
      return ApplicationStatus.DEPLOY_FAILED;
    }
    if (!app.isSettled() || !app.reached()) {
      return ApplicationStatus.DEPLOYING;
    }
    boolean allReady =
        app.hard().wanted().deployments().stream()
            .allMatch(d -> DeploymentViews.ready(app, reports, d) >= d.options().numReplicas());
    return allReady ? ApplicationStatus.RUNNING : ApplicationStatus.UNHEALTHY;
  }

  private String message(AppState app, ApplicationStatus status) {
    String own =
        switch (status) {
          case RUNNING, NOT_STARTED -> "";
          case DELETING -> "draining " + app.replicas().size() + " replicas";
          case DEPLOYING ->
              app.hard().bakingSince().isPresent()
                  ? baking(app.hard()) + error(app)
                  : "bringing up " + app.hard().wanted().version() + stillServing(app) + error(app);
          case UNHEALTHY -> "not all replicas are ready" + error(app);
          case DEPLOY_FAILED -> failure(app);
        };
    return Stream.of(Stream.of(own), override(app), fileTrouble(app))
        .flatMap(Function.identity())
        .filter(s -> !s.isEmpty())
        .reduce((a, b) -> a + "; " + b)
        .orElse("");
  }

  private String baking(WantedState.Application app) {
    Baking baking = new Baking(app, state.traffic());
    return "%s has taken over from %s and is watched until %s: %s"
        .formatted(
            app.wanted().version(),
            baking.goodVersion(),
            baking.until().orElseThrow(),
            baking.summary());
  }

  private static Stream<String> override(AppState app) {
    return app.hard().lineage().overridden().stream()
        .map(
            spec ->
                "%s is set aside by %s (%s) until its bytes or options change"
                    .formatted(
                        spec.file(),
                        app.hard().lineage().by().title(),
                        app.hard().lineage().by().how()));
  }

  private Stream<String> fileTrouble(AppState app) {
    return state.listing().rejected().stream()
        .filter(refused -> concerns(refused, app))
        .map(refused -> refused.file() + " was refused and changes nothing: " + refused.reason());
  }

  private static boolean concerns(Listing.Rejected refused, AppState app) {
    return app.file().map(refused.file()::equals).orElse(false)
        || refused.application().map(app.name()::equals).orElse(false);
  }

  private static String failure(AppState app) {
    String reason =
        app.blocked()
            .or(() -> app.hard().failureOf(app.hard().wanted()).map(Failure::reason))
            .orElse("");
    String remedy =
        app.blocked().isPresent() ? "" : "; it is tried again when its bytes or options change";
    return app.hard().wanted().version() + " failed: " + reason + stillServing(app) + remedy;
  }

  private static String stillServing(AppState app) {
    return app.hard()
        .lastGood()
        .filter(good -> !good.servesLike(app.hard().wanted()))
        .map(good -> "; " + serving(good, app.hard().wanted()) + " keeps serving")
        .orElse("");
  }

  /** What serves instead of what is wanted. */
  static String serving(ApplicationSpec good, ApplicationSpec instead) {
    boolean sameBytes = good.digest().equals(instead.digest());
    return good.version() + (sameBytes ? " with the options before" : "");
  }

  private static String error(AppState app) {
    return app.lastError().map(error -> ": " + error.message()).orElse("");
  }
}
