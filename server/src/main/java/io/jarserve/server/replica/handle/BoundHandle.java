package io.jarserve.server.replica.handle;

import io.jarserve.api.DeploymentHandle;
import io.jarserve.server.model.DeploymentId;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What every handle does alike, whichever way its calls go. */
abstract class BoundHandle implements DeploymentHandle {

  final Handles handles;
  final DeploymentId calleeId;

  /** Which its calls are for; null: the one that the request is for. */
  final @Nullable String model;

  BoundHandle(Handles handles, DeploymentId calleeId, @Nullable String model) {
    this.handles = handles;
    this.calleeId = calleeId;
    this.model = model;
  }

  @Override
  public final String application() {
    return calleeId.application();
  }

  @Override
  public final String deployment() {
    return calleeId.deployment();
  }

  @Override
  public final <T, R> CompletionStage<R> async(Class<T> type, Call<? super T, ? extends R> call) {
    T typed = as(type);
    return AsyncCall.begin(handles, () -> call.on(typed));
  }

  @Override
  public final <R> CompletionStage<@Nullable R> callAsync(@Nullable Object payload, Class<R> type) {
    return AsyncCall.begin(handles, () -> call(payload, type));
  }

  @Override
  public final String toString() {
    return "DeploymentHandle[" + calleeId + "]";
  }
}
