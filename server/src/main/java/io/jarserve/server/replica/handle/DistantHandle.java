package io.jarserve.server.replica.handle;

import io.jarserve.api.CallRequest;
import io.jarserve.api.DeploymentHandle;
import io.jarserve.api.Response;
import io.jarserve.server.model.DeploymentId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way to a deployment of another application, whichever version of it serves when it is called.
 * It knows the callee by name only. Any thread of the caller's generation.
 */
final class DistantHandle extends BoundHandle {

  private final Neighbourhood neighbourhood;

  /**
   * @param model which its calls are for; null: the one that the request is for
   */
  DistantHandle(
      Handles handles, Neighbourhood neighbourhood, DeploymentId callee, @Nullable String model) {
    super(handles, callee, model);
    this.neighbourhood = neighbourhood;
  }

  @Override
  public DeploymentHandle forModel(String modelId) {
    return new DistantHandle(handles, neighbourhood, calleeId, Objects.requireNonNull(modelId));
  }

  @Override
  public <T> T as(Class<T> type) {
    handles.check();
    CalleeInterface.check(type, calleeId);
    List<String> offered = neighbourhood.interfacesOf(calleeId);
    if (!offered.isEmpty() && !offered.contains(type.getName())) {
      throw new IllegalArgumentException(
          "deployment "
              + calleeId
              + " does not implement "
              + type.getName()
              + ", only "
              + offered
              + ": give both sides a copy of one interface under one name");
    }
    return CalleeInterface.proxy(type, new DistantCalls(this, type));
  }

  @Override
  public <R> @Nullable R call(@Nullable Object payload, Class<R> type) {
    CallRequest said = InsideRequest.said(payload);
    byte[] body = InsideRequest.bytes(said.body(), handles.json());
    CallRequest plain =
        new CallRequest(said.method(), said.path(), said.query(), said.headers(), body);
    Response response =
        ask(
            InsideRequest.model(said, model),
            target ->
                InsideRequest.answer(
                    target, plain, answer -> InsideAnswer.whole(answer, target.json())));
    try {
      return InsideAnswer.value(response, type, handles.json(), calleeId);
    } catch (Exception thrown) {
      throw Thrown.asUnchecked(thrown, calleeId);
    }
  }

  /** Asks whoever serves now. */
  <A> A ask(Ask<A> ask) {
    return ask(model, ask);
  }

  private <A> A ask(@Nullable String modelId, Ask<A> ask) {
    handles.check();
    return DistantCall.make(neighbourhood.callee(calleeId), handles.current(modelId), ask);
  }

  Handles handles() {
    return handles;
  }

  DeploymentId callee() {
    return calleeId;
  }
}
