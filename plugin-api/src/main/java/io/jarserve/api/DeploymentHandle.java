package io.jarserve.api;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way from one deployment to another, past HTTP. A {@link ReplicaContext} gives it; keep it, it
 * costs nothing. It finds a replica of the callee anew for each call, and is of use until its own
 * replica has stopped.
 *
 * <p><b>Inside one application</b> a call is a call: nothing is serialized, arguments and results
 * are the objects themselves, so treat them as shared. It reaches replicas of the caller's own
 * generation only, also while a new version rolls in. <b>Between applications</b> arguments and
 * results travel as JSON; neither side sees a class of the other.
 *
 * <p><b>Limits.</b> A call takes a slot of the callee's {@code max_ongoing_requests}, waits among
 * its {@code max_queued_requests}, ends with the request that it belongs to, and is waited for when
 * the callee stops.
 *
 * <p><b>Threads.</b> Safe for use by many threads of the caller's. The calls that wait do so on the
 * calling thread; those that give a {@link CompletionStage} use a thread of the caller's
 * generation, on which the stage completes.
 *
 * <p><b>Errors.</b> A call that is not answered throws a {@link HandleException}; a stage fails
 * with it. A call after the caller's replica has stopped throws {@link IllegalStateException}.
 *
 * @since 0.1
 */
public interface DeploymentHandle {

  /** The callee's application. */
  String application();

  /** The callee's name in its application. */
  String deployment();

  /**
   * A handle whose calls are for one of the callee's models: they go to a replica that holds it or
   * loads it just now, as HTTP requests with the header {@link Multiplexed#HEADER} do, and in the
   * callee {@link CurrentRequest#multiplexedModelId()} is that id. Costs an object; make one for
   * each call if you like. Other handles are for the model that the request they are used in is
   * for.
   *
   * <pre>
   *   double price = models.forModel("berlin").as(Pricing.class).price(rooms);
   * </pre>
   *
   * @param modelId may be one that nobody holds yet
   * @throws UnsupportedOperationException from stand-ins that do not have it
   */
  default DeploymentHandle forModel(String modelId) {
    throw Unsupported.by(this, "forModel");
  }

  /**
   * The callee as an interface that its class implements. Between applications each side has a copy
   * of the interface, under the same full name.
   *
   * <p>A method that returns a {@link CompletionStage} keeps its slot until that stage completes;
   * it is cancelled when the request that the call belongs to is ended, or the callee has to stop.
   *
   * @param type an interface
   * @return safe for use by many threads; keep it
   * @throws IllegalArgumentException when the type is no interface, or the callee's class does not
   *     implement it as far as is known yet
   */
  <T> T as(Class<T> type);

  /**
   * Calls without waiting: several of these are under way at once.
   *
   * <pre>
   *   var words = handle.async(Counter.class, counter -&gt; counter.words(text));
   *   var lines = handle.async(Counter.class, counter -&gt; counter.lines(text));
   * </pre>
   *
   * @param call gets what {@link #as} gives
   * @return ends with the request that this belongs to; cancelling its {@link
   *     CompletionStage#toCompletableFuture() future} interrupts the call
   */
  <T, R> CompletionStage<R> async(Class<T> type, Call<? super T, ? extends R> call);

  /**
   * Calls {@link Deployment#handle} of the callee.
   *
   * @param payload a {@link CallRequest}, or the body of a {@code POST} to {@code /}: bytes as they
   *     are, anything else as JSON
   * @param type what the body of the answer is mapped to: {@link Response} for all of the answer,
   *     {@code byte[]} or {@link String} for the body as it is, else from JSON
   * @return null when the body is the JSON null, or empty
   * @throws RequestException when the callee does not accept the request, with its status
   */
  <R> @Nullable R call(@Nullable Object payload, Class<R> type);

  /** As {@link #call}, without waiting. */
  <R> CompletionStage<@Nullable R> callAsync(@Nullable Object payload, Class<R> type);

  /**
   * A use of the callee.
   *
   * @since 0.1
   */
  @FunctionalInterface
  interface Call<T, R> {
    /** Runs on a thread of the caller's generation. */
    R on(T callee) throws Exception;
  }
}
