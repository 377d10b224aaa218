package io.jarserve.server.controller;

import io.jarserve.server.model.ReplicaId;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What must change, given what is wanted and what is. A pure function: time and ids are handed in,
 * nothing is read or written. Calling it again with its own result and no news changes nothing.
 *
 * <h2>Rollout</h2>
 *
 * Each application has one target: what is wanted, or what served before when that is known not to
 * work. A replica fits the target when it has the same bytes and no option differs that rolls;
 * options that apply in place are simply written into its assignment. For every deployment,
 * replicas that fit are started and the others are drained as the new ones become ready: at most
 * {@link Rollout#surge} more than wanted at a time, and never fewer ready than wanted. With
 * strategy <i>recreate</i> nothing starts while anything that does not fit, or still drains, is
 * there. When all deployments have all their replicas ready, the target becomes the last good
 * version.
 *
 * <h2>Bake</h2>
 *
 * With a bake time, a version that has taken over from another one is not good yet: it is watched
 * until that time has passed ({@link Baking}). One that fares worse than the version before is a
 * failed version, and all of what follows holds for it. That it is watched, and what it is compared
 * with, is part of what is saved.
 *
 * <h2>Failure</h2>
 *
 * A replica that fails is replaced, after a wait that grows ({@link Backoff}). Three failed rounds
 * without progress make a target that never was good a failed version: it is remembered until its
 * bytes or options change, and the last good version becomes the target again, by the same rules
 * and so without a gap. So does a user config that a running replica refuses. A version that once
 * was good is never given up: its replicas are replaced for ever. What fails for want of something
 * of the node's, such as room on a disk, is tried again and held against no version.
 *
 * <h2>Restart</h2>
 *
 * After a restart nothing runs, so everything is a shortage like any other. When the newest version
 * or user config had not been good yet, the last good one is brought back first and the newer is
 * rolled in from there; its bake begins anew.
 *
 * <h2>Removal</h2>
 *
 * An application that is deleted has no target; its replicas drain, and it is forgotten when they
 * are gone.
 */
final class Reconciler {

  private static final int MOST_STEPS = 8;

  private final Comparator<String> versions;
  private final Ids ids;

  Reconciler(Comparator<String> versions, Ids ids) {
    this.versions = versions;
    this.ids = ids;
  }

  /**
   * One step.
   *
   * @param frozen nothing may change that would have to be saved: the checkpoint cannot be written
   */
  ControllerState reconcile(ControllerState state, Instant now, boolean frozen) {
    Map<String, AppState> apps = state.apps();
    if (!frozen) {
      apps = Admission.admit(apps, state.listing(), versions, now);
    }
    apps = RouteClaims.settle(apps);
    Map<String, AppState> after = new LinkedHashMap<>();
    for (AppState app : apps.values()) {
      AppState next = new Rollout(app, state, now, ids, frozen).advance();
      if (!next.deleting() || !next.replicas().isEmpty()) {
        after.put(next.name(), next);
      }
    }
    return after.equals(state.apps()) ? state : state.withApps(after);
  }

  /** Steps until nothing changes: completing one can allow the next. */
  ControllerState settle(ControllerState from, Instant now, boolean frozen) {
    ControllerState current = from;
    for (int i = 0; i < MOST_STEPS; i++) {
      ControllerState next = reconcile(current, now, frozen);
      if (next.equals(current)) {
        return current;
      }
      current = next;
    }
    return current;
  }

  /** When time alone changes something next. */
  static Optional<Instant> wakeAt(ControllerState state, Instant now) {
    Stream<Instant> backoffs =
        state.apps().values().stream()
            .flatMap(app -> app.backoffs().values().stream())
            .map(Backoff::until);
    Stream<Instant> bakes =
        state.apps().values().stream()
            .flatMap(app -> new Baking(app.hard(), state.traffic()).until().stream());
    Stream<Instant> looks = state.traffic().dueAt(state.apps().values());
    return Stream.of(backoffs, bakes, looks)
        .flatMap(Function.identity())
        .filter(until -> until.isAfter(now))
        .min(Comparator.naturalOrder());
  }

  /** The plan's share of a state: everything that does not drain. */
  static Map<ReplicaId, PlannedReplica> intended(ControllerState state) {
    Map<ReplicaId, PlannedReplica> intended = new LinkedHashMap<>();
    for (AppState app : state.apps().values()) {
      app.replicas().forEach((id, replica) -> putUnlessDraining(intended, id, replica));
    }
    return intended;
  }

  private static void putUnlessDraining(
      Map<ReplicaId, PlannedReplica> intended, ReplicaId id, PlannedReplica replica) {
    if (!replica.draining()) {
      intended.put(id, replica);
    }
  }
}
