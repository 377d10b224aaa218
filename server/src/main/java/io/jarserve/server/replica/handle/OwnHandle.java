package io.jarserve.server.replica.handle;

import io.jarserve.api.CallRequest;
import io.jarserve.api.DeploymentHandle;
import io.jarserve.api.Response;
import io.jarserve.server.replica.request.CurrentCall;
import io.jarserve.server.replica.request.ReplicaTarget;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way to another deployment of the same generation. The callee's code runs on the thread of the
 * caller, with the caller's own objects. Any thread of the generation.
 */
final class OwnHandle extends BoundHandle {

  private final Callee callee;
  private final Class<?> calleeClass;

  /**
   * @param model which its calls are for; null: the one that the request is for
   */
  OwnHandle(Handles handles, Callee callee, Class<?> calleeClass, @Nullable String model) {
    super(handles, callee.id(), model);
    this.callee = callee;
    this.calleeClass = calleeClass;
  }

  /** What is done with a replica of the callee. */
  @FunctionalInterface
  interface Use<R> {
    @Nullable R on(ReplicaTarget callee) throws Throwable;
  }

  @Override
  public DeploymentHandle forModel(String modelId) {
    return new OwnHandle(handles, callee, calleeClass, Objects.requireNonNull(modelId));
  }

  @Override
  public <T> T as(Class<T> type) {
    handles.check();
    CalleeInterface.check(type, calleeId);
    if (!type.isAssignableFrom(calleeClass)) {
      throw new IllegalArgumentException(
          "class "
              + calleeClass.getName()
              + " of deployment "
              + calleeId
              + " does not implement "
              + type.getName()
              + ": add it to its implements clause, or ask for one of "
              + CalleeInterface.of(calleeClass));
    }
    return CalleeInterface.proxy(type, new OwnCalls(this, type));
  }

  @Override
  public <R> @Nullable R call(@Nullable Object payload, Class<R> type) {
    CallRequest said = InsideRequest.said(payload);
    try {
      return use(
          handles.current(InsideRequest.model(said, model)),
          target -> InsideRequest.answer(target, said, answer -> value(answer, type)).orElse(null));
    } catch (Throwable thrown) {
      throw Thrown.asUnchecked(thrown, calleeId);
    }
  }

  private <R> Optional<R> value(Response answer, Class<R> type) throws Exception {
    return Optional.ofNullable(InsideAnswer.value(answer, type, handles.json(), calleeId));
  }

  /**
   * Uses a replica of the callee that has a slot free.
   *
   * @throws Throwable what the use throws, or why there is none
   */
  <R> @Nullable R use(Use<R> use) throws Throwable {
    return use(handles.current(model), use);
  }

  private <R> @Nullable R use(CurrentCall current, Use<R> use) throws Throwable {
    HandleCall call = begin(current);
    @Nullable R result;
    try {
      result = use.on(call.target());
    } catch (Throwable thrown) {
      throw call.failed(thrown);
    }
    boolean cut = call.returned();
    if (result instanceof CompletionStage<?> stage) {
      call.leaveAfter(stage, cut);
    } else {
      call.leave(HandleCall.OK);
    }
    return result;
  }

  private HandleCall begin(CurrentCall current) {
    handles.check();
    ReplicaTarget target = callee.enter(current);
    if (current.mustNotWait() && !target.isNonBlocking()) {
      callee.leaveUnused(target, current);
      throw new IllegalStateException(
          handles.owner().deploymentId()
              + " is non-blocking and must not wait for "
              + calleeId
              + ", which is not: use async or callAsync, or take nonBlocking off the caller");
    }
    return HandleCall.begin(callee, target, current);
  }
}
