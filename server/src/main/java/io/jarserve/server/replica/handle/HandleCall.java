package io.jarserve.server.replica.handle;

import io.jarserve.api.HandleException;
import io.jarserve.api.RequestException;
import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.replica.request.CurrentCall;
import io.jarserve.server.replica.request.Interruption;
import io.jarserve.server.replica.request.ReplicaTarget;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One call at a replica, from the taken slot to the slot given back. Used by one thread, and cut by
 * any.
 */
final class HandleCall extends Interruption {

  static final int OK = 200;

  private final ReplicaTarget target;
  private final CurrentCall caller;
  private final CurrentCall here;
  private final @Nullable CurrentCall before;
  private final Callee callee;
  private final long began = System.nanoTime();

  /** What goes on after the callee's code has returned; null while nothing does. */
  private volatile @Nullable HeldStage held;

  private volatile boolean cutAfterwards;

  private HandleCall(Callee callee, ReplicaTarget target, CurrentCall caller) {
    this.callee = callee;
    this.target = target;
    this.caller = caller;
    this.here = caller.at(target.id());
    this.before = here.enter();
    begin();
    target.underWay().add(this, began);
  }

  /** The call begins: its slot is taken, and the callee's code runs on this thread. */
  static HandleCall begin(Callee callee, ReplicaTarget target, CurrentCall caller) {
    return new HandleCall(callee, target, caller);
  }

  /**
   * The callee's code has returned.
   *
   * @return whether the replica had to stop, so that the thread was interrupted
   */
  boolean returned() {
    CurrentCall.leave(before);
    boolean cut = end();
    if (cut) {
      target.overdue(-1);
      if (caller.isCut()) {
        Thread.currentThread().interrupt();
      }
    }
    return cut;
  }

  /** The answer is there: the slot is free. */
  void leave(int status) {
    target.underWay().remove(this);
    target.leave();
    callee.through(caller);
    DeploymentMeter meter = callee.meter();
    if (meter != null) {
      meter.handleCall(status, System.nanoTime() - began);
    }
  }

  /** What is counted for what a callee threw. */
  static int status(Throwable thrown) {
    if (thrown instanceof HandleException unanswered) {
      return unanswered.status();
    }
    try {
      return thrown instanceof RequestException refusal ? refusal.status() : 500;
    } catch (Throwable again) {
      return 500;
    }
  }

  /** The same, when it threw: the slot is free too. Gives what the caller is to get. */
  Throwable failed(Throwable thrown) {
    Throwable told = returned() ? stopped() : thrown;
    leave(status(told));
    return told;
  }

  HandleException stopped() {
    return new HandleException.Stopped(target.id() + " had to stop before it had answered");
  }

  /**
   * The answer is on its way: the slot is free when it is there.
   *
   * @param cut what {@link #returned} said
   */
  void leaveAfter(CompletionStage<?> answer, boolean cut) {
    HeldStage stage = new HeldStage(this, answer);
    if (stage.await()) {
      return;
    }
    here.adopt(stage);
    held = stage;
    if (stage.isComplete()) {
      here.release(stage);
    } else if (cut || cutAfterwards) {
      stage.cut();
    }
  }

  /** Where it is. */
  ReplicaTarget target() {
    return target;
  }

  /** What its code works on. */
  CurrentCall here() {
    return here;
  }

  @Override
  protected void onCut() {
    target.overdue(1);
    here.cut();
  }

  @Override
  protected void onCutAfterwards() {
    cutAfterwards = true;
    HeldStage stage = held;
    if (stage != null) {
      here.cut();
      stage.cut();
    }
  }
}
