package io.jarserve.server.replica.handle;

import io.jarserve.api.CallRequest;
import io.jarserve.api.DeploymentHandle;
import io.jarserve.api.Response;
import io.jarserve.server.model.DeploymentId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way to a deployment of another application, whichever version of it serves when it is called.
 * It knows the callee by name only. Any thread of the caller's generation.
 */
final class DistantHandle implements DeploymentHandle {

  private final Handles handles;
  private final Neighbourhood neighbourhood;
  private final DeploymentId callee;
  private final @Nullable String model;

  /**
   * @param model which its calls are for; null: the one that the request is for
   */
  DistantHandle(
      Handles handles, Neighbourhood neighbourhood, DeploymentId callee, @Nullable String model) {
    this.handles = handles;
    this.neighbourhood = neighbourhood;
    this.callee = callee;
    this.model = model;
  }

  @Override
  public String application() {
    return callee.application();
  }

  @Override
  public String deployment() {
    return callee.deployment();
  }

  @Override
  public DeploymentHandle forModel(String modelId) {
    return new DistantHandle(handles, neighbourhood, callee, Objects.requireNonNull(modelId));
  }

  @Override
  public <T> T as(Class<T> type) {
    handles.check();
    CalleeInterface.check(type, callee);
    List<String> offered = neighbourhood.interfacesOf(callee);
    if (!offered.isEmpty() && !offered.contains(type.getName())) {
      throw new IllegalArgumentException(
          "deployment "
              + callee
              + " does not implement "
              + type.getName()
              + ", only "
              + offered
              + ": give both sides a copy of one interface under one name");
    }
    return CalleeInterface.proxy(type, new DistantCalls(this, type));
  }

  @Override
  public <T, R> CompletionStage<R> async(Class<T> type, Call<? super T, ? extends R> call) {
    T typed = as(type);
    return AsyncCall.begin(handles, () -> call.on(typed));
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
      return InsideAnswer.value(response, type, handles.json(), callee);
    } catch (Exception thrown) {
      throw Thrown.asUnchecked(thrown, callee);
    }
  }

  @Override
  public <R> CompletionStage<@Nullable R> callAsync(@Nullable Object payload, Class<R> type) {
    return AsyncCall.begin(handles, () -> call(payload, type));
  }

  /** Asks whoever serves now. */
  <A> A ask(Ask<A> ask) {
    return ask(model, ask);
  }

  private <A> A ask(@Nullable String modelId, Ask<A> ask) {
    handles.check();
    return DistantCall.make(neighbourhood.callee(callee), handles.current(modelId), ask);
  }

  Handles handles() {
    return handles;
  }

  DeploymentId callee() {
    return callee;
  }

  @Override
  public String toString() {
    return "DeploymentHandle[" + callee + "]";
  }
}
