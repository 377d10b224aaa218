package io.jarserve.server.replica.handle;

import io.jarserve.server.routing.Handling;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A stage that a callee's method has given. Its call keeps the slot until it completes; it is
 * cancelled when nobody waits for it any more, be it that the request was ended or that the
 * callee's replica has to stop. Any thread; an unkind stage may complete more than once, and the
 * first time counts.
 */
final class HeldStage implements Handling, BiConsumer<@Nullable Object, @Nullable Throwable> {

  private enum State {
    HELD,
    CUT,
    COMPLETE
  }

  private final HandleCall call;
  private final CompletionStage<?> stage;
  private final AtomicReference<State> state = new AtomicReference<>(State.HELD);

  HeldStage(HandleCall call, CompletionStage<?> stage) {
    this.call = call;
    this.stage = stage;
  }

  /** Gives the slot back when the stage completes; returns whether it has already. */
  boolean await() {
    try {
      var unused = stage.whenComplete(this);
    } catch (Throwable thrown) {
      accept(null, thrown);
    }
    return isComplete();
  }

  boolean isComplete() {
    return state.get() == State.COMPLETE;
  }

  @Override
  public void accept(@Nullable Object value, @Nullable Throwable thrown) {
    State before = state.getAndSet(State.COMPLETE);
    if (before == State.COMPLETE) {
      return;
    }
    call.here().release(this);
    if (before == State.CUT) {
      call.target().overdue(-1);
      call.leave(call.stopped().status());
    } else {
      call.leave(thrown == null ? HandleCall.OK : HandleCall.status(thrown));
    }
  }

  /** On a thread of the callee's generation, because what hangs on the stage is the plugin's. */
  @Override
  public void cut() {
    if (state.compareAndSet(State.HELD, State.CUT)) {
      call.target().overdue(1);
      call.target()
          .aside(
              call.here(),
              "the cancellation of a stage",
              () -> stage.toCompletableFuture().cancel(true));
    }
  }
}
