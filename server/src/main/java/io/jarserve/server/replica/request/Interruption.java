package io.jarserve.server.replica.request;

import io.jarserve.server.concurrent.SlotTable;
import io.jarserve.server.concurrent.StateField;
import io.jarserve.server.routing.Handling;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Some work of a plugin on one thread, which can be interrupted from outside without the interrupt
 * reaching anything else: between {@code CUTTING} and {@code CUT} the working thread waits for it.
 * A call by a handle is one, and so is what waits for its answer elsewhere.
 */
public abstract class Interruption extends SlotTable.Entry implements Handling {

  private static final int WAITING = 0;
  private static final int RUNNING = 1;
  private static final int CUTTING = 2;
  private static final int CUT = 3;
  private static final int ENDED = 4;
  private static final VarHandle STATE = StateField.of(MethodHandles.lookup(), Interruption.class);

  private volatile int state = WAITING;
  private @Nullable Thread runner;

  /**
   * The work begins on this thread.
   *
   * @return false: it was cut before
   */
  protected final boolean begin() {
    runner = Thread.currentThread();
    return STATE.compareAndSet(this, WAITING, RUNNING);
  }

  /**
   * The work has ended on this thread.
   *
   * @return whether it was cut
   */
  protected final boolean end() {
    if (STATE.compareAndSet(this, RUNNING, ENDED)) {
      return false;
    }
    while (state == CUTTING) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
    return true;
  }

  @Override
  public final void cut() {
    if (STATE.compareAndSet(this, WAITING, CUT)) {
      return;
    }
    Thread running = runner;
    if (running != null && STATE.compareAndSet(this, RUNNING, CUTTING)) {
      onCut();
      running.interrupt();
      state = CUT;
    } else if (state == ENDED) {
      onCutAfterwards();
    }
  }

  /** It was cut while it ran; must not block. */
  protected void onCut() {}

  /** It was cut after it had run; maybe more than once; must not block. */
  protected void onCutAfterwards() {}
}
