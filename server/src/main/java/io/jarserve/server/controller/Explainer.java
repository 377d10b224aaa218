package io.jarserve.server.controller;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.BakeOptions;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Explanation;
import io.jarserve.server.model.Explanation.Decision;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.ServedVersion;
import io.jarserve.server.model.Traffic;
import io.jarserve.server.model.WantedState.Failure;
import io.jarserve.server.plan.ReplicaReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What decides about an application just now: the rules of {@link Reconciler}, with values. Pure.
 */
final class Explainer {

  private static final int EVENTS = 20;

  private final AppState app;
  private final Reports reports;
  private final TrafficLog traffic;
  private final Instant now;
  private final List<Decision> decisions = new ArrayList<>();

  private Explainer(AppState app, ControllerState state, Instant now) {
    this.app = app;
    this.reports = new Reports(state.report());
    this.traffic = state.traffic();
    this.now = now;
  }

  /**
   * All that there is to say of an application.
   *
   * @param trouble of the controller itself, such as a checkpoint that cannot be written
   */
  static Explanation explanation(
      AppState app,
      ControllerState state,
      InstanceStatus status,
      Instant now,
      Optional<String> trouble,
      EventLog events) {
    InstanceStatus.ApplicationView view =
        Objects.requireNonNull(status.applications().get(app.name()));
    return new Explanation(
        app.name(),
        view.status(),
        view.message(),
        explain(app, state, now, trouble),
        events.of(app.name(), EVENTS));
  }

  static List<Decision> explain(
      AppState app, ControllerState state, Instant now, Optional<String> trouble) {
    Explainer explainer = new Explainer(app, state, now);
    trouble.ifPresent(explainer::trouble);
    if (app.deleting()) {
      explainer.deleting();
    } else {
      explainer.wanted();
      app.target().ifPresent(explainer::target);
    }
    return List.copyOf(explainer.decisions);
  }

  private void trouble(String trouble) {
    add("controller", trouble, "", "nothing new is begun until that is over; what runs goes on");
  }

  private void deleting() {
    add(
        "deletion",
        app.replicas().size() + " replicas still drain",
        "0",
        "each goes when its requests are answered, or after its graceful_shutdown_timeout_s; then it is forgotten");
  }

  private void wanted() {
    String number = "version " + app.hard().lineage().number();
    app.blocked()
        .ifPresent(reason -> add(number, reason, "prefixes of its own", "it waits" + served()));
    app.hard()
        .failureOf(app.hard().wanted())
        .ifPresent(failure -> add(number, failed(failure), rounds(), givenUp()));
    app.hard()
        .lineage()
        .overridden()
        .ifPresent(
            spec ->
                add(
                    spec.file(),
                    "asks for " + spec.version(),
                    "set aside by " + app.hard().lineage().by().title(),
                    "that holds until its bytes or options change"));
    if (app.restoring()) {
      add(
          "recovery",
          "what served before the start is brought back first",
          "all its replicas ready",
          "then version " + app.hard().lineage().number() + " is rolled in");
    }
  }

  private static String failed(Failure failure) {
    return "failed at " + failure.at() + ": " + failure.reason();
  }

  private static String rounds() {
    return Rollout.ATTEMPTS
        + " failed rounds without progress, a refused user config, or a bake that went worse";
  }

  private String givenUp() {
    return "it is tried again when its bytes or options change, or on restart" + served();
  }

  private String served() {
    return app.hard()
        .lineage()
        .serving()
        .map(ServedVersion::number)
        .map(number -> "; version " + number + " serves meanwhile")
        .orElse("; nothing serves meanwhile");
  }

  // ---- what is to serve now

  private void target(ApplicationSpec target) {
    failures(target);
    baking();
    target.deployments().forEach(deployment -> readiness(target, deployment));
    app.replicas().values().forEach(this::sick);
  }

  private void failures(ApplicationSpec target) {
    if (app.attempt().failures() == 0) {
      return;
    }
    boolean good = app.hard().lastGood().map(g -> g.startsLike(target)).orElse(false);
    add(
        "failed rounds",
        app.attempt().failures()
            + app.lastError().map(e -> ", the last: " + e.message()).orElse(""),
        good ? "none: it served before, and is never given up" : Integer.toString(Rollout.ATTEMPTS),
        good ? "its replicas are replaced for ever" : "then it is given up" + served());
  }

  private void baking() {
    Baking baking = new Baking(app.hard(), traffic);
    baking.until().ifPresent(until -> baking.watched().forEach(d -> baking(baking, d, until)));
  }

  private void baking(Baking baking, DeploymentSpec deployment, Instant until) {
    BakeOptions options = deployment.options().bake();
    Traffic before = app.hard().bake().orElseThrow().before(deployment.name());
    add(
        "bake of deployment " + deployment.name(),
        seen(baking.observed(deployment)) + "; " + baking.goodVersion() + ": " + seen(before),
        "min_requests %s, max_error_percent %s, max_latency_percent %s"
            .formatted(
                options.minRequests(), options.maxErrorPercent(), options.maxLatencyPercent()),
        "it stays if it is no worse until %s; else %s comes back"
            .formatted(until, baking.goodVersion()));
  }

  private static String seen(Traffic traffic) {
    return String.format(
        Locale.ROOT,
        "%s of %s requests failed, %.1f ms on average",
        traffic.failed(),
        traffic.requests(),
        1000 * traffic.averageS());
  }

  private void readiness(ApplicationSpec target, DeploymentSpec deployment) {
    long fitting = live(deployment).filter(r -> r.fits(target)).count();
    long ready = live(deployment).filter(r -> r.fits(target) && reports.isReady(r)).count();
    long old = live(deployment).count() - fitting;
    int wanted = deployment.options().numReplicas();
    String others = old == 0 ? "" : ", and " + old + " to be replaced";
    add(
        "deployment " + deployment.name(),
        ready + " replicas ready" + others,
        Integer.toString(wanted),
        next(deployment, ready, wanted, old));
  }

  private String next(DeploymentSpec deployment, long ready, int wanted, long old) {
    Backoff backoff = app.backoffs().getOrDefault(deployment.name(), Backoff.NONE);
    if (ready >= wanted && old == 0) {
      return "nothing: it is as it should be";
    } else if (!backoff.allows(now)) {
      return "the next replicas start at " + backoff.until();
    } else if (old > 0) {
      return "one of the old drains for each new one that gets ready";
    }
    return "each replica has %s s to start and to pass its first health check"
        .formatted(deployment.options().startTimeout().toSeconds());
  }

  private Stream<PlannedReplica> live(DeploymentSpec deployment) {
    return app.liveReplicasOf(deployment.name());
  }

  private void sick(PlannedReplica replica) {
    String message = reports.of(replica).map(ReplicaReport::message).orElse("");
    if (!message.isEmpty() && !replica.draining()) {
      int threshold = replica.assignment().deployment().options().healthCheckFailureThreshold();
      add(
          "replica " + replica.id(),
          message,
          "health_check_failure_threshold " + threshold,
          "it gets no requests; it is replaced when it has failed for good");
    }
  }

  private void add(String subject, String observed, String threshold, String next) {
    decisions.add(new Decision(subject, observed, threshold, next));
  }
}
