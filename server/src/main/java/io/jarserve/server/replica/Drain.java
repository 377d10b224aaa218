package io.jarserve.server.replica;

import io.jarserve.server.replica.Timers.Timer;
import io.jarserve.server.replica.request.ReplicaTarget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last requests of a replica. Its gate is closed; what stays open by itself is ended, the rest
 * has its grace time and is then interrupted, and what does not return even then is left behind.
 * How long that takes depends on nothing that the plugin does. One thread: the runner's.
 */
final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final Footing footing;
  private final ReplicaTarget target;
  private final Runnable told;
  private boolean over;
  private @Nullable Timer timer;

  /**
   * @param told once, when no request is under way any more, or none is waited for
   */
  Drain(Footing footing, ReplicaTarget target, Runnable told) {
    this.footing = footing;
    this.target = target;
    this.told = told;
  }

  /** Closes the gate; requests under way may take that long. */
  void begin(Duration grace) {
    if (footing.gate().close()) {
      end();
    } else {
      target.endLasting(footing.stage().router());
      after(grace, this::graceIsOver);
    }
  }

  /** The last request has left, or had before the gate was open once more. */
  void drained() {
    if (footing.gate().ongoing() == 0) {
      end();
    }
  }

  /** Interrupts what is under way, and waits for it a moment more. */
  void cut() {
    if (!over) {
      cancelTimer();
      target.cutShort(footing.stage().router());
      after(footing.stage().settings().interruptGrace(), this::end);
    }
  }

  private void graceIsOver() {
    LOG.warn(
        "{}: {} requests did not end within graceful_shutdown_timeout_s and are interrupted",
        footing.callee().id(),
        footing.gate().ongoing());
    cut();
  }

  private void end() {
    if (!over) {
      over = true;
      cancelTimer();
      told.run();
    }
  }

  private void after(Duration time, Runnable task) {
    timer = footing.stage().loop().after(time, task);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
