package io.jarserve.server.controller;

import io.jarserve.server.controller.AppState.Attempt;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Bake;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.InstanceStatus.LastError;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.WantedState.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One step of one application; the rules are told in {@link Reconciler}. Used once: the fields,
 * {@link ReplicaSet} among them, are the working copy of what becomes the next state.
 */
final class Rollout {

  /** So many failed rounds without progress make a version that never was good a failed one. */
  static final int ATTEMPTS = 3;

  private final AppState before;
  private final Reports reports;
  private final TrafficLog traffic;
  private final Instant now;
  private final long nextPlan;
  private final boolean frozen;

  private final ReplicaSet replicas;
  private final Map<String, Backoff> backoffs;
  private WantedState.Application hard;
  private Attempt attempt;
  private boolean restoring;
  private boolean reached;
  private Optional<LastError> lastError;

  Rollout(AppState before, ControllerState state, Instant now, Ids ids, boolean frozen) {
    this.before = before;
    this.reports = new Reports(state.report());
    this.traffic = state.traffic();
    this.now = now;
    this.nextPlan = state.planNumber() + 1;
    this.frozen = frozen;
    this.replicas = new ReplicaSet(before.replicas(), reports, nextPlan, ids);
    this.backoffs = new HashMap<>(before.backoffs());
    this.hard = before.hard();
    this.attempt = before.attempt();
    this.restoring = before.restoring();
    this.reached = before.reached();
    this.lastError = before.lastError();
  }

  /** How many replicas more than wanted an update may have at a time: a fifth, at least one. */
  static int surge(int wanted) {
    return Math.max(1, wanted / 5);
  }

  AppState advance() {
    aimAt(target());
    List<PlannedReplica> failed = replicas.dropEnded();
    attempt = attempt.saw(replicas.ready(attempt.target()));
    failed.forEach(this::noteFailure);
    giveUpIfHopeless();
    giveUpIfRefused();
    giveUpIfWorse();
    Optional<ApplicationSpec> target = aimAt(target());
    if (target.isEmpty()) {
      replicas.live().forEach(replicas::drain);
    } else {
      bringUp(target.get());
    }
    return result();
  }

  private AppState result() {
    return new AppState(
        hard,
        replicas.intended(),
        attempt,
        backoffs,
        restoring,
        reached,
        before.deleting(),
        before.blocked(),
        lastError,
        before.superseded());
  }

  private Optional<ApplicationSpec> target() {
    return new AppState(
            hard,
            Map.of(),
            attempt,
            Map.of(),
            restoring,
            reached,
            before.deleting(),
            before.blocked(),
            lastError,
            List.of())
        .target();
  }

  /** Starts a new count of failures when the target is another one. */
  private Optional<ApplicationSpec> aimAt(Optional<ApplicationSpec> target) {
    if (!target.equals(attempt.target())) {
      target.ifPresent(this::measure);
      attempt = Attempt.begun(target, now);
      backoffs.clear();
      reached = reached && target.isPresent() && target.equals(hard.lastGood());
    }
    return target;
  }

  /** Notes how the last good version fared that the new one will be compared with. */
  private void measure(ApplicationSpec target) {
    if (!frozen && baking().concerns(target)) {
      hard = baking().measured(attempt, target, now);
    }
  }

  // ---- what ended

  private void noteFailure(PlannedReplica replica) {
    String reason = reports.of(replica).map(report -> report.message()).orElse("");
    lastError = Optional.of(new LastError(reason, now.toEpochMilli() / 1000.0));
    Backoff backoff = backoffs.getOrDefault(replica.id().deployment(), Backoff.NONE);
    if (!backoff.counts(replica.sincePlan())) {
      return;
    }
    backoffs.put(replica.id().deployment(), backoff.failed(now, nextPlan));
    if (attempt.target().map(replica::fits).orElse(false) && !reports.isNodeFault(replica)) {
      attempt = attempt.failedOnceMore();
    }
  }

  private void giveUpIfHopeless() {
    if (attempt.failures() < ATTEMPTS || frozen) {
      return;
    }
    if (restoring) {
      restoring = false;
    } else if (!isGood(attempt.target().orElseThrow())) {
      remember(
          new Failure(
              attempt.target().orElseThrow(), lastError.map(LastError::message).orElse(""), now));
    }
  }

  /** A user config that was refused counts as a version that failed: the one before comes back. */
  private void giveUpIfRefused() {
    ApplicationSpec target = attempt.target().orElse(null);
    if (target == null || frozen || isGood(target)) {
      return;
    }
    replicas.live().stream()
        .filter(replica -> replica.fits(target))
        .flatMap(replica -> reports.refusal(replica, userConfig(target, replica)).stream())
        .findFirst()
        .ifPresent(reason -> remember(new Failure(target, reason, now)));
  }

  /** So does a version that has taken over and fares worse than the one before. */
  private void giveUpIfWorse() {
    if (!frozen && attempt.target().map(hard.wanted()::equals).orElse(false)) {
      baking().objection(now).ifPresent(worse -> remember(new Failure(hard.wanted(), worse, now)));
    }
  }

  private Baking baking() {
    return new Baking(hard, traffic);
  }

  /** Whether replicas of it are known to start. */
  private boolean isGood(ApplicationSpec spec) {
    return hard.lastGood().map(good -> good.startsLike(spec)).orElse(false);
  }

  private void remember(Failure failure) {
    List<Failure> failed = new ArrayList<>(hard.failed());
    failed.add(failure);
    hard = hard.unwatched().withFailed(failed);
  }

  // ---- what is to be

  private void bringUp(ApplicationSpec target) {
    replicas.applyInPlace(target);
    target.deployments().forEach(deployment -> scale(target, deployment));
    if (target.deployments().stream().allMatch(deployment -> isComplete(target, deployment))) {
      replicas.live().stream().filter(replica -> !replica.fits(target)).forEach(replicas::drain);
      complete(target);
    }
  }

  private void scale(ApplicationSpec target, DeploymentSpec deployment) {
    int wanted = deployment.options().numReplicas();
    List<PlannedReplica> fresh = replicas.live(deployment.name(), target, true);
    List<PlannedReplica> old = replicas.live(deployment.name(), target, false);
    boolean recreate = isRecreated(deployment, old);
    int ready = (int) fresh.stream().filter(reports::isReady).count();
    replicas.drainBeyond(recreate && !old.isEmpty() ? 0 : Math.max(0, wanted - ready), old);
    replicas.drainBeyond(wanted, fresh);
    if (recreate && replicas.isBusy(deployment.name(), target)) {
      return;
    }
    int oldLeft = replicas.live(deployment.name(), target, false).size();
    int room = wanted - fresh.size();
    if (oldLeft > 0) {
      room = Math.min(room, wanted + surge(wanted) - fresh.size() - oldLeft);
    }
    start(target, deployment, room);
  }

  private static boolean isRecreated(DeploymentSpec deployment, List<PlannedReplica> old) {
    return ReplicaSet.isRecreated(deployment)
        || old.stream()
            .anyMatch(replica -> ReplicaSet.isRecreated(replica.assignment().deployment()));
  }

  private void start(ApplicationSpec target, DeploymentSpec deployment, int count) {
    Backoff backoff = backoffs.getOrDefault(deployment.name(), Backoff.NONE);
    if (count > 0 && backoff.allows(now)) {
      replicas.start(target, deployment, count);
    }
  }

  private boolean isComplete(ApplicationSpec target, DeploymentSpec deployment) {
    List<PlannedReplica> fresh = replicas.live(deployment.name(), target, true);
    return fresh.size() == deployment.options().numReplicas()
        && fresh.stream().allMatch(reports::isReady)
        && fresh.stream().allMatch(replica -> goesBy(target, replica))
        && replicas.live(deployment.name(), target, false).isEmpty();
  }

  private boolean goesBy(ApplicationSpec target, PlannedReplica replica) {
    return isGood(target) || reports.goesBy(replica, userConfig(target, replica));
  }

  private static Map<String, Object> userConfig(ApplicationSpec target, PlannedReplica replica) {
    return target.deployment(replica.id().deployment()).orElseThrow().options().userConfig();
  }

  private void complete(ApplicationSpec target) {
    restoring = false;
    boolean isNew = target.equals(hard.wanted()) && !hard.isServed();
    if (isNew && (frozen || bakes(target))) {
      return;
    }
    reached = true;
    if (isNew) {
      hard = hard.served(now);
    }
  }

  /** Whether it has yet to show how it fares; that begins when nothing else answers any more. */
  private boolean bakes(ApplicationSpec target) {
    if (baking().concerns(target) && hard.bakingSince().isEmpty() && replicas.isAlone(target)) {
      hard = hard.withBake(hard.bake().orElse(Bake.ahead(Map.of())).begun(now));
    }
    return baking().concerns(target) && !baking().isOver(now);
  }

  /** Deployments that have a replica, whatever version. */
  static Set<String> deploymentsOf(AppState app) {
    Set<String> names = new HashSet<>();
    app.replicas().keySet().forEach(id -> names.add(id.deployment()));
    return names;
  }
}
