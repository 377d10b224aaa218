package io.jarserve.server.controller;

import io.jarserve.server.controller.AppState.Attempt;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Bake;
import io.jarserve.server.model.BakeOptions;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Traffic;
import io.jarserve.server.model.WantedState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a version is watched that has taken over from another one. Pure.
 *
 * <p>What is compared are the counts of the deployment's meters: those of the last bake time before
 * the update began, and those from the moment on when the old version had let go of its last
 * request.
 */
record Baking(WantedState.Application app, TrafficLog traffic) {

  /** How long a version is watched: as long as any of its deployments asks for. */
  static Duration time(ApplicationSpec spec) {
    return spec.deployments().stream()
        .map(deployment -> deployment.options().bake().time())
        .reduce(Duration.ZERO, Baking::longer);
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /**
   * Whether a version is to be watched before it counts as good. One that was good before is not:
   * going back to it takes no longer than a start.
   */
  boolean concerns(ApplicationSpec target) {
    return target.equals(app.wanted())
        && !time(target).isZero()
        && app.lastGood().map(good -> !good.startsLike(target)).orElse(false)
        && !app.lineage().remembers(target);
  }

  /**
   * The application when the target becomes another one: how the last good version fared is noted
   * before requests come to the new one. What was noted before stays where there is nothing better:
   * after a restart, and while the last good version has only just come back.
   */
  WantedState.Application measured(Attempt last, ApplicationSpec target, Instant now) {
    Map<String, Traffic> before = new HashMap<>();
    for (DeploymentSpec deployment : target.deployments()) {
      before.put(deployment.name(), before(last, target, deployment, now));
    }
    return app.withBake(Bake.ahead(before));
  }

  private Traffic before(
      Attempt last, ApplicationSpec target, DeploymentSpec deployment, Instant now) {
    Instant from = now.minus(time(target));
    boolean alone = last.target().equals(app.lastGood());
    boolean young = last.since().isAfter(from);
    Instant begin = young ? last.since() : from;
    Traffic fresh = alone ? traffic.since(target.name(), deployment.name(), begin) : Traffic.NONE;
    Traffic noted = app.bake().map(bake -> bake.before(deployment.name())).orElse(Traffic.NONE);
    long least = deployment.options().bake().minRequests();
    boolean betterNoted = young ? noted.requests() >= least : fresh.requests() < least;
    return betterNoted && noted.requests() > 0 ? noted : fresh;
  }

  /** What has fared worse than before; empty while the version may stay. */
  Optional<String> objection(Instant now) {
    return app.bakingSince()
        .flatMap(
            since ->
                watched().stream()
                    .flatMap(deployment -> objection(deployment, since, now).stream())
                    .findFirst());
  }

  private Optional<String> objection(DeploymentSpec deployment, Instant since, Instant now) {
    BakeRules rules =
        new BakeRules(
            deployment.options().bake(), app.bake().orElseThrow().before(deployment.name()));
    Traffic all = observed(deployment, since);
    Traffic warm = observed(deployment, halfTime(since));
    return rules
        .objection(all, warm)
        .map(
            worse ->
                String.format(
                    Locale.ROOT,
                    "worse than %s in %.1f s of bake: deployment %s: %s",
                    goodVersion(),
                    seconds(since, now),
                    deployment.name(),
                    worse));
  }

  /** Whether what is wanted has been watched for long enough. */
  boolean isOver(Instant now) {
    return until().map(until -> !now.isBefore(until)).orElse(false);
  }

  /** When the watch is over; empty when there is none. */
  Optional<Instant> until() {
    return app.bakingSince().map(since -> since.plus(time(app.wanted())));
  }

  /** When the latency begins to count: by then a version has loaded and compiled what it needs. */
  private Instant halfTime(Instant since) {
    return since.plus(time(app.wanted()).dividedBy(2));
  }

  /** The deployments that are compared. */
  List<DeploymentSpec> watched() {
    return app.wanted().deployments().stream()
        .filter(deployment -> deployment.options().bake().isOn())
        .toList();
  }

  /** How a deployment has fared since all its requests go to the new version. */
  Traffic observed(DeploymentSpec deployment) {
    return app.bakingSince().map(since -> observed(deployment, since)).orElse(Traffic.NONE);
  }

  private Traffic observed(DeploymentSpec deployment, Instant since) {
    return traffic.since(app.wanted().name(), deployment.name(), since);
  }

  /** For people: how much of it went wrong, and whether that was enough to judge by. */
  String summary() {
    return String.join(
        "; ",
        watched().stream().map(d -> summary(d.name(), observed(d), d.options().bake())).toList());
  }

  private static String summary(String deployment, Traffic seen, BakeOptions options) {
    String few =
        seen.requests() < options.minRequests()
            ? ", too few to judge by (min_requests " + options.minRequests() + ")"
            : "";
    return String.format(
        Locale.ROOT,
        "%s failed %s of %s requests (%.1f %%)%s",
        deployment,
        seen.failed(),
        seen.requests(),
        100 * seen.failedShare(),
        few);
  }

  /** The version that comes back when this one fares worse. */
  String goodVersion() {
    return app.lastGood().map(good -> StatusView.serving(good, app.wanted())).orElse("");
  }

  private static double seconds(Instant since, Instant now) {
    return Duration.between(since, now).toMillis() / 1000.0;
  }
}
