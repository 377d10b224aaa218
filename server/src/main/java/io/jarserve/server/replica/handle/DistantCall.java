package io.jarserve.server.replica.handle;

import io.jarserve.api.HandleException;
import io.jarserve.api.RequestException;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.replica.request.CurrentCall;
import io.jarserve.server.replica.request.ReplicaTarget;
import io.jarserve.server.routing.Handling;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call from an application to another: the caller's thread waits, one of the callee's
 * generation works. What goes over, either way, is bytes and strings. It ends with the call that it
 * belongs to.
 */
final class DistantCall<A> implements Runnable, Handling {

  private static final int TRIES = 3;

  private final Thread waiting = Thread.currentThread();
  private final Callee callee;
  private final ReplicaTarget target;
  private final CurrentCall caller;
  private final Ask<A> ask;
  private volatile boolean cut;
  private volatile @Nullable HandleCall call;
  private volatile @Nullable Outcome<A> outcome;

  /** How it ended: one of the two is there. */
  private record Outcome<A>(
      @Nullable A value, @Nullable Supplier<RuntimeException> failure, int status) {}

  private DistantCall(Callee callee, ReplicaTarget target, CurrentCall caller, Ask<A> ask) {
    this.callee = callee;
    this.target = target;
    this.caller = caller;
    this.ask = ask;
  }

  /**
   * Calls, and waits for the answer.
   *
   * @throws HandleException when there is none
   * @throws RequestException when the callee threw one
   */
  static <A> A make(Callee callee, CurrentCall caller, Ask<A> ask) {
    check(callee.id(), caller);
    for (int i = 0; i < TRIES; i++) {
      ReplicaTarget target = callee.enter(caller);
      DistantCall<A> made = new DistantCall<>(callee, target, caller, ask);
      if (target.execute(made)) {
        return made.answer();
      }
      callee.leaveUnused(target, caller);
    }
    throw new HandleException.Unavailable("no replica of " + callee.id() + " can have a thread");
  }

  @Override
  public void run() {
    HandleCall made = HandleCall.begin(callee, target, caller);
    call = made;
    if (cut) {
      made.cut();
    }
    Outcome<A> end = work();
    boolean stopped = made.returned() && end.failure() != null;
    end = stopped ? new Outcome<>(null, made::stopped, made.stopped().status()) : end;
    made.leave(end.status());
    outcome = end;
    LockSupport.unpark(waiting);
  }

  @Override
  public void cut() {
    cut = true;
    HandleCall running = call;
    if (running != null) {
      running.cut();
    }
  }

  private Outcome<A> work() {
    try {
      return new Outcome<>(ask.of(target), null, HandleCall.OK);
    } catch (Throwable thrown) {
      return new Outcome<>(null, Thrown.elsewhere(thrown, callee.id()), HandleCall.status(thrown));
    }
  }

  private A answer() {
    Outcome<A> end = await();
    Supplier<RuntimeException> failure = end.failure();
    if (failure != null) {
      throw failure.get();
    }
    return Objects.requireNonNull(end.value(), "an answer is bytes");
  }

  private Outcome<A> await() {
    while (true) {
      Outcome<A> end = outcome;
      if (end != null) {
        return end;
      }
      if (caller.isLate(System.nanoTime())) {
        cut();
        throw new HandleException.Deadline(callee.id() + " did not answer in time");
      } else if (Thread.currentThread().isInterrupted()) {
        cut();
        throw new HandleException.Stopped("the call to " + callee.id() + " was interrupted");
      }
      park();
    }
  }

  private void park() {
    if (caller.hasDeadline()) {
      LockSupport.parkNanos(this, caller.deadline() - System.nanoTime());
    } else {
      LockSupport.park(this);
    }
  }

  private static void check(DeploymentId callee, CurrentCall caller) {
    if (caller.cameThrough(callee)) {
      throw new IllegalStateException(
          "the call to "
              + callee
              + " closes a circle: "
              + caller.way()
              + " -> "
              + callee
              + "; each would wait for the other: move what both need into a deployment that calls"
              + " neither");
    }
    if (caller.mustNotWait()) {
      throw new IllegalStateException(
          caller.replica().deploymentId()
              + " is non-blocking and must not wait for "
              + callee
              + ": use async or callAsync");
    }
  }
}
