package io.jarserve.server.replica.handle;

import io.jarserve.api.HandleException;
import io.jarserve.server.replica.request.CurrentCall;
import io.jarserve.server.replica.request.Interruption;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A call on another thread of the caller's generation, which ends with the call that it was made
 * in. Its stage completes on that thread, because what hangs on it is the caller's code.
 */
final class AsyncCall<R> extends Interruption implements Runnable {

  private final Callable<? extends R> body;
  private final CurrentCall outer;
  private final Outcome<R> outcome = new Outcome<>(this);

  private AsyncCall(Callable<? extends R> body, CurrentCall outer) {
    this.body = body;
    this.outer = outer;
  }

  /** The future that the caller gets; cancelling it interrupts the call. */
  private static final class Outcome<R> extends CompletableFuture<R> {
    private final AsyncCall<?> call;

    Outcome(AsyncCall<?> call) {
      this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      boolean cancelled = super.cancel(mayInterrupt);
      call.cut();
      return cancelled;
    }
  }

  static <R> CompletionStage<R> begin(Handles handles, Callable<? extends R> body) {
    handles.check();
    CurrentCall outer = CurrentCall.orOutside(handles.owner());
    AsyncCall<R> call = new AsyncCall<>(body, outer);
    outer.adopt(call);
    try {
      handles.threads().execute(call);
    } catch (RejectedExecutionException refused) {
      outer.release(call);
      call.outcome.completeExceptionally(
          new HandleException.Stopped("no thread can be had: " + refused.getMessage()));
    }
    return call.outcome;
  }

  @Override
  public void run() {
    R value = null;
    Throwable failure = null;
    if (begin()) {
      CurrentCall before = outer.enter();
      try {
        value = body.call();
      } catch (Throwable thrown) {
        failure = thrown;
      }
      CurrentCall.leave(before);
      boolean cut = end();
      failure = cut && failure != null ? ended() : failure;
    } else {
      failure = ended();
    }
    outer.release(this);
    complete(value, failure);
  }

  @SuppressWarnings("NullAway") // a callee may give null, as any future may
  private void complete(@Nullable R value, @Nullable Throwable failure) {
    if (failure == null) {
      outcome.complete(value);
    } else {
      outcome.completeExceptionally(failure);
    }
  }

  private static HandleException ended() {
    return new HandleException.Stopped("the request that the call belongs to was ended");
  }
}
