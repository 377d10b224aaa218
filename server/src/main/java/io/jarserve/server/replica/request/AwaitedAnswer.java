package io.jarserve.server.replica.request;

import io.jarserve.api.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a stage of the plugin's will bring. The stage may complete on any thread, another
 * plugin's included, and an unkind one more than once: the first time counts, and the call goes on
 * on a thread of its own generation.
 */
final class AwaitedAnswer implements Held, BiConsumer<@Nullable Response, @Nullable Throwable> {

  private final ReplicaCall call;
  private final CompletionStage<Response> stage;
  private final AtomicBoolean arrived = new AtomicBoolean();

  AwaitedAnswer(ReplicaCall call, CompletionStage<Response> stage) {
    this.call = call;
    this.stage = stage;
  }

  /** What a stage that is complete has brought. */
  static @Nullable Response value(CompletableFuture<Response> complete) throws Throwable {
    try {
      return complete.join();
    } catch (CompletionException failed) {
      throw Failures.ofStage(failed);
    }
  }

  /** Holds the call until the stage completes. */
  void await() {
    call.hold(this);
    try {
      var unused = stage.whenComplete(this);
    } catch (Throwable thrown) {
      accept(null, thrown);
    }
  }

  @Override
  public void accept(@Nullable Response response, @Nullable Throwable thrown) {
    if (arrived.compareAndSet(false, true)) {
      call.goOn(() -> call.answered(response, thrown));
    }
  }

  /** On a thread of the generation, because what hangs on the stage is the plugin's. */
  @Override
  public void cancel() {
    if (!arrived.get()) {
      call.aside("the cancellation of a stage", () -> stage.toCompletableFuture().cancel(true));
    }
  }
}
