package io.jarserve.server.replica;

import io.jarserve.api.Deployment;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.HealthSchedule.Verdict;
import io.jarserve.server.replica.Timers.Timer;
import io.jarserve.server.replica.request.ReplicaTarget;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks one serving replica again and again. Checks of different replicas know nothing of each
 * other; a deployment without a check of its own costs a look at two numbers. One thread: the
 * runner's.
 */
final class HealthChecks {

  private static final String CANNOT_BE_CALLED =
      "it cannot be called: every slot of max_ongoing_requests is held by a request whose time is"
          + " up, or its generation can have no thread";

  private final Loop loop;
  private final Callee callee;
  private final ReplicaTarget target;
  private final @Nullable Deployment ownCheck;
  private final Function<ReplicaId, Optional<String>> sickness;
  private final HealthSchedule schedule;
  private final Told told;
  private Options options;
  private @Nullable Timer timer;
  private @Nullable PluginCall<Boolean> call;
  private boolean stopped;

  /** Learns of each check. */
  @FunctionalInterface
  interface Told {
    /**
     * @param cause what the check said; empty when it passed
     */
    void checked(Verdict verdict, String cause);
  }

  /**
   * @param ownCheck the deployment if its class has a check of its own
   */
  HealthChecks(
      Stage stage,
      Callee callee,
      ReplicaTarget target,
      @Nullable Deployment ownCheck,
      Options options,
      Told told) {
    this.loop = stage.loop();
    this.callee = callee;
    this.target = target;
    this.ownCheck = ownCheck;
    this.sickness = stage.influence().sickness();
    this.options = options;
    this.told = told;
    this.schedule = new HealthSchedule(options, stage.random(), loop.time().nanoTime());
    scheduleNext();
  }

  void options(Options newOptions) {
    options = newOptions;
    schedule.options(newOptions);
    if (call == null && !stopped) {
      scheduleNext();
    }
  }

  /** No further check; one under way is abandoned. */
  void stop() {
    stopped = true;
    cancelTimer();
    if (call != null) {
      call.giveUp("the replica stops");
    }
  }

  private void scheduleNext() {
    cancelTimer();
    timer = loop.at(schedule.next(), this::check);
  }

  private void check() {
    schedule.began(loop.time().nanoTime());
    Optional<String> imposed = sickness.apply(target.id());
    if (imposed.isPresent()) {
      ended(imposed.get());
      return;
    }
    Deployment deployment = ownCheck;
    if (deployment == null) {
      ended(target.canBeCalled() ? null : CANNOT_BE_CALLED);
      return;
    }
    call =
        new PluginCall<>(
            loop,
            callee,
            "checkHealth",
            () -> {
              deployment.checkHealth();
              return true;
            },
            options.healthCheckTimeout(),
            (passed, failure) -> ended(failure));
  }

  private void ended(@Nullable String failure) {
    call = null;
    if (stopped) {
      return;
    }
    Verdict verdict = failure == null ? schedule.passed() : schedule.failed();
    if (verdict != Verdict.FAILED) {
      scheduleNext();
    }
    if (failure != null) {
      callee.meter().healthCheckFailed();
    }
    told.checked(
        verdict,
        failure == null ? "" : "health check failed (" + schedule.tally() + "): " + failure);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
