package io.jarserve.server.replica.request;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection that stays open after {@code handle} has returned. The call ends when two things
 * have happened, in any order: the author's code that opened it has returned, and it was closed by
 * whomever. Then the author's code is told, on a thread of the generation, and only after that the
 * slot is given back, so that {@code stop} is called last. Any thread.
 */
abstract class Lasting implements Held {

  private final ReplicaCall call;
  private final AtomicInteger toHappen = new AtomicInteger(2);

  /** Guarded by this; null once they were told. */
  private @Nullable List<Runnable> onClose = new ArrayList<>(2);

  /** The author's code that gets the connection. */
  @FunctionalInterface
  interface Opening {
    void run() throws Exception;
  }

  Lasting(ReplicaCall call) {
    this.call = call;
  }

  final ReplicaCall call() {
    return call;
  }

  /** Whether nobody has closed it. */
  abstract boolean isOpen();

  /** The author's code failed: breaks the connection, in whatever way there is. */
  abstract void fail();

  /** Runs the author's code that gets the connection. On a thread of the generation. */
  final void open(Opening code) {
    try {
      if (isOpen()) {
        code.run();
      }
    } catch (Throwable thrown) {
      if (isOpen()) {
        Failures.log(call, "open", thrown);
        fail();
      }
    }
    call.hold(this);
    happened();
  }

  /** It was closed; to be said once. */
  final void closed() {
    happened();
  }

  /** Runs an action when it has closed. */
  final void whenClosed(Runnable action) {
    synchronized (this) {
      if (onClose != null) {
        onClose.add(action);
        return;
      }
    }
    call.aside("onClose", action);
  }

  private void happened() {
    if (toHappen.decrementAndGet() == 0) {
      call.goOn(this::end);
    }
  }

  private void end() {
    List<Runnable> actions;
    synchronized (this) {
      actions = onClose == null ? List.of() : onClose;
      onClose = null;
    }
    actions.forEach(action -> Failures.guard(call.current(), "onClose", action));
    call.ended();
  }
}
