package io.jarserve.server.controller;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.DeploymentStatus;
import io.jarserve.server.model.InstanceStatus.ControllerInfo;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.model.StatusTrigger;
import io.jarserve.server.plan.ReplicaReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The status of an application's deployments: of what is to serve, and of what still drains. Pure.
 */
final class DeploymentViews {

  private final AppState app;
  private final Reports reports;
  private final ControllerInfo node;
  private final ApplicationSpec shown;

  DeploymentViews(AppState app, Reports reports, ControllerInfo node) {
    this.app = app;
    this.reports = reports;
    this.node = node;
    this.shown = app.target().orElse(app.hard().wanted());
  }

  static int ready(AppState app, Reports reports, DeploymentSpec deployment) {
    return (int) app.liveReplicasOf(deployment.name()).filter(reports::isReady).count();
  }

  List<DeploymentView> all() {
    List<DeploymentView> views = new ArrayList<>();
    shown.deployments().forEach(deployment -> views.add(view(deployment)));
    for (String name : new TreeSet<>(Rollout.deploymentsOf(app))) {
      if (shown.deployment(name).isEmpty()) {
        views.add(leaving(name));
      }
    }
    return views;
  }

  private DeploymentView view(DeploymentSpec deployment) {
    Situation situation = situation(deployment);
    return new DeploymentView(
        deployment.name(),
        situation.status(),
        situation.trigger(),
        situation.message(),
        deployment.options().toYaml(),
        app.deleting() ? 0 : deployment.options().numReplicas(),
        replicas(deployment.name()));
  }

  private DeploymentView leaving(String name) {
    return new DeploymentView(
        name,
        DeploymentStatus.UPDATING,
        StatusTrigger.DELETING,
        "not part of " + shown.version() + " any more",
        Map.of(),
        0,
        replicas(name));
  }

  private record Situation(DeploymentStatus status, StatusTrigger trigger, String message) {}

  private Situation situation(DeploymentSpec deployment) {
    int wanted = deployment.options().numReplicas();
    int ready = ready(app, reports, deployment);
    String count = ready + " of " + wanted + " replicas ready";
    String trouble = trouble(deployment.name()).map(text -> count + ": " + text).orElse(count);
    if (app.deleting()) {
      return new Situation(DeploymentStatus.UPDATING, StatusTrigger.DELETING, "draining");
    }
    if (app.target().isEmpty()) {
      return new Situation(
          DeploymentStatus.DEPLOY_FAILED, StatusTrigger.REPLICA_STARTUP_FAILED, trouble);
    }
    long live = fitting(deployment).filter(replica -> !replica.draining()).count();
    boolean mixed = app.liveReplicasOf(deployment.name()).count() > live;
    if (ready >= wanted && live == wanted && !mixed) {
      return new Situation(
          DeploymentStatus.HEALTHY,
          StatusTrigger.CONFIG_UPDATE_COMPLETED,
          trouble(deployment.name()).orElse(""));
    }
    return unfinished(mixed, ready, wanted, trouble);
  }

  private Situation unfinished(boolean mixed, int ready, int wanted, String message) {
    if (app.reached() && app.isSettled()) {
      return new Situation(DeploymentStatus.UNHEALTHY, StatusTrigger.HEALTH_CHECK_FAILED, message);
    }
    if (!mixed && scales()) {
      DeploymentStatus status =
          ready < wanted ? DeploymentStatus.UPSCALING : DeploymentStatus.DOWNSCALING;
      return new Situation(status, StatusTrigger.CONFIG_UPDATE_STARTED, message);
    }
    StatusTrigger trigger =
        app.attempt().failures() > 0
            ? StatusTrigger.REPLICA_STARTUP_FAILED
            : StatusTrigger.CONFIG_UPDATE_STARTED;
    return new Situation(DeploymentStatus.UPDATING, trigger, message);
  }

  /** Whether only options differ from what served last, none of which rolls. */
  private boolean scales() {
    return app.hard().lastGood().map(good -> !good.rollsTo(shown)).orElse(false)
        && !app.isSettled();
  }

  private Stream<PlannedReplica> fitting(DeploymentSpec deployment) {
    return app.replicasOf(deployment.name()).filter(replica -> replica.fits(shown));
  }

  private Optional<String> trouble(String deployment) {
    Optional<String> ofReplica =
        app.replicasOf(deployment)
            .flatMap(replica -> reports.of(replica).map(ReplicaReport::message).stream())
            .filter(message -> !message.isEmpty())
            .findFirst();
    boolean failing = app.backoffs().containsKey(deployment) || app.target().isEmpty();
    return ofReplica.or(
        () -> failing ? app.lastError().map(error -> error.message()) : Optional.empty());
  }

  private List<ReplicaView> replicas(String deployment) {
    return app.replicasOf(deployment)
        .sorted(Comparator.comparing(PlannedReplica::id))
        .map(this::replica)
        .toList();
  }

  private ReplicaView replica(PlannedReplica planned) {
    Optional<ReplicaReport> report = reports.of(planned);
    ReplicaState waiting = planned.draining() ? ReplicaState.STOPPING : ReplicaState.STARTING;
    return new ReplicaView(
        planned.id().toString(),
        report.map(ReplicaReport::state).orElse(waiting),
        reports.isReady(planned),
        planned.assignment().version(),
        planned.assignment().digest().hex(),
        node.nodeId(),
        node.pid(),
        report.map(ReplicaReport::since).map(Instant::toEpochMilli).orElse(0L) / 1000.0,
        report.map(ReplicaReport::message).orElse(""));
  }
}
