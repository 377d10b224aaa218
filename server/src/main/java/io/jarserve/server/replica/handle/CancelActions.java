package io.jarserve.server.replica.handle;

import io.jarserve.server.replica.request.CurrentCall;
import io.jarserve.server.replica.request.ReplicaTarget;
import io.jarserve.server.routing.Handling;
import java.util.ArrayList;
import java.util.List;

/**
 * What a callee wants done once nobody waits for its answer any more. Each action runs once, beside
 * everything else; none does when the answer came before. Any thread.
 */
final class CancelActions implements Handling {

  private enum Phase {
    AWAITED,
    CANCELLED,
    ANSWERED
  }

  private final ReplicaTarget callee;
  private final CurrentCall current;

  /** Guarded by this. */
  private List<Runnable> actions = List.of();

  /** Guarded by this. */
  private Phase phase = Phase.AWAITED;

  CancelActions(ReplicaTarget callee, CurrentCall current) {
    this.callee = callee;
    this.current = current;
  }

  /** Whether nobody waits for the answer, and it had not come before. */
  synchronized boolean areDue() {
    return phase == Phase.CANCELLED || (phase == Phase.AWAITED && current.isCut());
  }

  /** Has an action run; at once when it is due. */
  void add(Runnable action) {
    Phase now = keep(action);
    if (now == Phase.AWAITED) {
      current.adopt(this);
    } else if (now == Phase.CANCELLED) {
      run(action);
    }
  }

  /** The answer is there. */
  void answered() {
    if (!end(Phase.ANSWERED).isEmpty()) {
      current.release(this);
    }
  }

  @Override
  public void cut() {
    end(Phase.CANCELLED).forEach(this::run);
  }

  private synchronized Phase keep(Runnable action) {
    if (phase == Phase.AWAITED) {
      actions = actions.isEmpty() ? new ArrayList<>(1) : actions;
      actions.add(action);
    }
    return phase;
  }

  private synchronized List<Runnable> end(Phase how) {
    if (phase != Phase.AWAITED) {
      return List.of();
    }
    List<Runnable> all = actions;
    actions = List.of();
    phase = how;
    return all;
  }

  private void run(Runnable action) {
    callee.aside(current, "onCancel", action);
  }
}
