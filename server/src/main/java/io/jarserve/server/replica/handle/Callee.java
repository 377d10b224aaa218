package io.jarserve.server.replica.handle;

import io.jarserve.api.HandleException;
import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.replica.request.CurrentCall;
import io.jarserve.server.replica.request.ReplicaTarget;
import io.jarserve.server.routing.Choice;
import io.jarserve.server.routing.Places;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as those meet it who call it past HTTP: its replicas, of one generation or of all,
 * and who waits for one.
 *
 * <p><b>Choice.</b> That of {@link Choice}, as for HTTP requests: one that holds the model that the
 * call is for comes first, or one to which it is coming. <b>Queue.</b> First in, first out. A slot
 * goes from the one who is through with it straight to the one who waits the longest, before any
 * HTTP request that waits: such a call is part of work that holds a slot elsewhere. No wake-up is
 * lost: who waits enters the queue first and looks for a slot afterwards; who frees one does so
 * first and looks into the queue afterwards.
 *
 * <p>Any thread; replicas and plan are written by the one that follows the plan.
 */
final class Callee {

  private static final ReplicaTarget[] NONE = {};
  private static final Choice.Taker<ReplicaTarget> ENTERING = ReplicaTarget::enter;

  private final DeploymentId id;
  private final boolean awaited;
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private volatile ReplicaTarget[] targets = NONE;
  private volatile @Nullable Known known;
  private volatile boolean wanted;
  private volatile boolean served;
  private volatile boolean multiplexed;

  /** What the plan says of it. */
  private record Known(Places places, DeploymentMeter meter) {}

  /**
   * @param awaited one that never served yet is waited for, as parts of one application do that
   *     start together
   */
  Callee(DeploymentId id, boolean awaited) {
    this.id = id;
    this.awaited = awaited;
  }

  DeploymentId id() {
    return id;
  }

  /** It is part of the plan. */
  void wanted(Places places, DeploymentMeter meter) {
    Known before = known;
    if (before == null || !before.places().equals(places)) {
      known = new Known(places, meter);
    }
    wanted = true;
  }

  /** It is no longer part of the plan: there is nothing to wait for. */
  void unwanted() {
    wanted = false;
    dismissIfHopeless();
  }

  /** Which replicas take calls: the whole truth. */
  void serve(List<ReplicaTarget> newTargets) {
    targets = newTargets.toArray(NONE);
    multiplexed = newTargets.stream().anyMatch(ReplicaTarget::isMultiplexed);
    served |= !newTargets.isEmpty();
    dismissIfHopeless();
    drain();
  }

  /**
   * Whether it was wanted and has not served yet. One whose start failed is out of the plan until
   * it is tried again, and is coming all the same.
   */
  boolean isComing() {
    return known != null && !served;
  }

  @Nullable DeploymentMeter meter() {
    Known now = known;
    return now == null ? null : now.meter();
  }

  /**
   * Takes a slot, or waits for one.
   *
   * @param current what this thread works on
   * @throws HandleException when there is none to have
   */
  ReplicaTarget enter(CurrentCall current) {
    if (current.isLate(System.nanoTime())) {
      throw late();
    }
    ReplicaTarget free = waiters.isEmpty() ? anyFor(current) : null;
    return free != null ? free : awaited(current);
  }

  /** A slot was taken in vain. */
  void leaveUnused(ReplicaTarget target, CurrentCall current) {
    target.leave();
    through(current);
  }

  /** A call is over: it brings no model any more. */
  void through(CurrentCall current) {
    Known now = known;
    if (now != null && !now.places().coming().isEmpty()) {
      current.multiplexedModelId().ifPresent(id -> now.places().coming().through(id, current));
    }
  }

  /** Hands a taken slot to one who waits; false: nobody does. */
  boolean handOver(ReplicaTarget target) {
    for (Waiter next = waiters.poll(); next != null; next = waiters.poll()) {
      if (next.grant(target)) {
        return true;
      }
    }
    return false;
  }

  /** Gives free slots to those who wait. */
  void drain() {
    while (!waiters.isEmpty()) {
      ReplicaTarget free = any();
      if (free == null) {
        return;
      }
      if (!handOver(free)) {
        free.leave();
        return;
      }
    }
  }

  /** Gives free slots to HTTP requests that wait. */
  void drainRequests() {
    Known now = known;
    if (now != null) {
      now.places().drain();
    }
  }

  /** Whoever comes next for the model follows the one who got a slot. */
  private ReplicaTarget awaited(CurrentCall current) {
    ReplicaTarget granted = await(current);
    Known now = known;
    if (multiplexed && now != null) {
      current
          .multiplexedModelId()
          .filter(model -> !granted.holds(model))
          .ifPresent(model -> now.places().coming().at(model, granted, current));
    }
    return granted;
  }

  private ReplicaTarget await(CurrentCall current) {
    Known now = known;
    if (now == null || (targets.length == 0 && (served || !awaited))) {
      throw unavailable();
    }
    if (current.mustNotWait()) {
      throw new HandleException.Busy(
          "every replica of "
              + id
              + " is busy, and a non-blocking deployment must not wait: use async or callAsync");
    }
    if (!now.places().takePlace()) {
      throw new HandleException.Busy(
          "every replica of " + id + " is busy and " + now.places().most() + " calls wait");
    }
    Waiter waiter = new Waiter();
    try {
      waiters.add(waiter);
      drain();
      dismissIfHopeless();
      return await(waiter, current, now.places());
    } finally {
      waiters.remove(waiter);
      now.places().leavePlace();
    }
  }

  private ReplicaTarget await(Waiter waiter, CurrentCall current, Places places) {
    long end = end(places);
    while (true) {
      ReplicaTarget granted = waiter.granted();
      if (granted != null) {
        return granted;
      }
      long left = (current.hasDeadline() ? current.deadline() : end) - System.nanoTime();
      HandleException why =
          waiter.isDismissed()
              ? unavailable()
              : left <= 0 ? late() : Thread.currentThread().isInterrupted() ? stopped() : null;
      if (why == null) {
        LockSupport.parkNanos(this, left);
      } else if (waiter.giveUp()) {
        throw why;
      }
    }
  }

  private static long end(Places places) {
    long timeout = places.timeoutNanos();
    return System.nanoTime() + (timeout > 0 ? timeout : TimeUnit.DAYS.toNanos(365));
  }

  /** One that never served is still coming; else new replicas are waited for by those who wait. */
  private void dismissIfHopeless() {
    if (!wanted && targets.length == 0) {
      waiters.forEach(Waiter::dismiss);
    }
  }

  private @Nullable ReplicaTarget anyFor(CurrentCall current) {
    String model = multiplexed ? current.multiplexedModelId().orElse(null) : null;
    Known now = known;
    return model == null || now == null
        ? any()
        : Choice.ofHolders(targets, model, ENTERING, now.places().coming(), current);
  }

  private @Nullable ReplicaTarget any() {
    return Choice.ofAll(targets, ENTERING);
  }

  private HandleException unavailable() {
    return new HandleException.Unavailable("no replica of " + id + " is healthy just now");
  }

  private HandleException late() {
    return new HandleException.Deadline("the time for the call to " + id + " is up");
  }

  private HandleException stopped() {
    return new HandleException.Stopped(
        "the call to " + id + " was interrupted while it waited for a replica");
  }
}
