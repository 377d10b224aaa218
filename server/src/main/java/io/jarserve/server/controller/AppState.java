package io.jarserve.server.controller;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.InstanceStatus.LastError;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.Provenance;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.WantedState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that the controller knows of one application. Immutable. Only {@code hard} is saved; the rest
 * follows from it and from reports, and starts empty after a restart.
 *
 * @param hard what is wanted, and what is known of earlier versions
 * @param replicas what is intended for each replica, those that drain included
 * @param attempt how the present target fares
 * @param backoffs by deployment; only for those that failed
 * @param restoring after a restart, the last good version is brought back before a newer one is
 *     tried
 * @param reached the target has served with all its replicas since this controller started
 * @param deleting nothing is wanted any more; replicas drain
 * @param blocked why what is wanted cannot even be tried just now
 * @param lastError what went wrong last
 * @param superseded files of the same application that are not used
 */
record AppState(
    WantedState.Application hard,
    Map<ReplicaId, PlannedReplica> replicas,
    Attempt attempt,
    Map<String, Backoff> backoffs,
    boolean restoring,
    boolean reached,
    boolean deleting,
    Optional<String> blocked,
    Optional<LastError> lastError,
    List<String> superseded) {

  /**
   * How a target fares.
   *
   * <p>Failures are counted in rounds ({@link Backoff}), and from the start again whenever more
   * replicas than ever are ready: that is progress.
   *
   * @param target what is being brought up; empty when nothing is
   * @param failures rounds that failed without progress
   * @param ready the most replicas of it that were ever ready at a time
   * @param since when it became the target
   */
  record Attempt(Optional<ApplicationSpec> target, int failures, int ready, Instant since) {
    static final Attempt NONE = begun(Optional.empty(), Instant.EPOCH);

    static Attempt begun(Optional<ApplicationSpec> target, Instant since) {
      return new Attempt(target, 0, 0, since);
    }

    Attempt failedOnceMore() {
      return new Attempt(target, failures + 1, ready, since);
    }

    Attempt saw(int readyNow) {
      return readyNow > ready ? new Attempt(target, 0, readyNow, since) : this;
    }
  }

  AppState {
    replicas = Map.copyOf(replicas);
    backoffs = Map.copyOf(backoffs);
    superseded = List.copyOf(superseded);
  }

  /** An application that was accepted just now. */
  static AppState accepted(ApplicationSpec wanted, Provenance by) {
    return from(WantedState.Application.first(wanted, by), false);
  }

  /** An application as it was saved; a version that was watched is watched from the start again. */
  static AppState restored(WantedState.Application saved) {
    boolean behind = saved.lastGood().map(good -> !good.startsLike(saved.wanted())).orElse(false);
    return from(saved.unwatched(), behind);
  }

  private static AppState from(WantedState.Application hard, boolean restoring) {
    return new AppState(
        hard,
        Map.of(),
        Attempt.NONE,
        Map.of(),
        restoring,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  String name() {
    return hard.wanted().name();
  }

  /** The way by which it is changed. */
  Origin owner() {
    return hard.lineage().owner();
  }

  /** The same, changed another way from now on. */
  AppState ownedBy(Origin owner) {
    return withHard(hard.ownedBy(owner));
  }

  /** The file of the deploy directory that stands for it, if the directory is its owner. */
  Optional<String> file() {
    return owner().isDirectory() ? Optional.of(hard.ofDirectory().file()) : Optional.empty();
  }

  /**
   * What is to serve now: what is wanted, unless it is known not to work or must not be tried; then
   * what served before.
   */
  Optional<ApplicationSpec> target() {
    if (deleting) {
      return Optional.empty();
    }
    boolean hopeless =
        restoring || blocked.isPresent() || hard.failureOf(hard.wanted()).isPresent();
    return hopeless ? hard.lastGood() : Optional.of(hard.wanted());
  }

  /** What is intended for the replicas of a deployment, those that drain included. */
  Stream<PlannedReplica> replicasOf(String deployment) {
    return replicas.values().stream()
        .filter(replica -> replica.id().deployment().equals(deployment));
  }

  /** Those of them that do not drain. */
  Stream<PlannedReplica> liveReplicasOf(String deployment) {
    return replicasOf(deployment).filter(replica -> !replica.draining());
  }

  /** Whether what is wanted is what served last with all its replicas. */
  boolean isSettled() {
    return hard.lastGood().map(good -> good.servesLike(hard.wanted())).orElse(false);
  }

  AppState withHard(WantedState.Application changed) {
    return new AppState(
        changed,
        replicas,
        attempt,
        backoffs,
        restoring,
        reached,
        deleting,
        blocked,
        lastError,
        superseded);
  }

  /**
   * The same application, wanted otherwise. What served before a deletion is no way back: its
   * artifact is gone.
   */
  AppState wanting(ApplicationSpec spec, Provenance by) {
    return new AppState(
        deleting ? WantedState.Application.first(spec, by) : hard.wanting(spec, by),
        replicas,
        attempt,
        backoffs,
        restoring,
        reached && !deleting,
        false,
        blocked,
        lastError,
        superseded);
  }

  /** The same version, with new replicas for some of its deployments. */
  AppState restarted(Predicate<String> deployments, Instant now) {
    Map<ReplicaId, PlannedReplica> changed = new HashMap<>(replicas);
    changed.replaceAll(
        (id, replica) -> deployments.test(id.deployment()) ? replica.outdate() : replica);
    return new AppState(
        hard,
        changed,
        Attempt.begun(attempt.target(), now),
        Map.of(),
        restoring,
        false,
        deleting,
        blocked,
        lastError,
        superseded);
  }

  AppState withDeleting() {
    return new AppState(
        hard,
        replicas,
        attempt,
        backoffs,
        false,
        reached,
        true,
        Optional.empty(),
        lastError,
        List.of());
  }

  AppState withBlocked(Optional<String> reason) {
    return new AppState(
        hard,
        replicas,
        attempt,
        backoffs,
        restoring,
        reached,
        deleting,
        reason,
        lastError,
        superseded);
  }

  AppState withSuperseded(List<String> files) {
    return new AppState(
        hard, replicas, attempt, backoffs, restoring, reached, deleting, blocked, lastError, files);
  }
}
