package io.jarserve.server.replica.handle;

import io.jarserve.api.DeploymentHandle;
import io.jarserve.server.json.PluginJson;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.request.CurrentCall;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The handles of one replica, or of code outside of all, and what they live on. Any thread; of no
 * use after the replica has stopped, whoever still holds one.
 */
public final class Handles {

  private final ReplicaId owner;
  private final Neighbours neighbours;
  private final Neighbourhood neighbourhood;
  private final Executor threads;
  private final PluginJson json;
  private volatile boolean over;

  Handles(
      ReplicaId owner,
      Neighbours neighbours,
      Neighbourhood neighbourhood,
      Executor threads,
      PluginJson json) {
    this.owner = owner;
    this.neighbours = neighbours;
    this.neighbourhood = neighbourhood;
    this.threads = threads;
    this.json = json;
  }

  /** The way to another deployment of the same generation. */
  public DeploymentHandle own(String deployment) {
    check();
    Class<?> calleeClass = neighbours.classOf(deployment);
    return new OwnHandle(
        this, neighbours.connect(owner.deployment(), deployment), calleeClass, null);
  }

  /** The way to a deployment of another application. */
  public DeploymentHandle distant(String application, String deployment) {
    check();
    if (application.equals(owner.application())) {
      return own(deployment);
    }
    return new DistantHandle(this, neighbourhood, new DeploymentId(application, deployment), null);
  }

  /** The replica has stopped. */
  public void end() {
    over = true;
  }

  ReplicaId owner() {
    return owner;
  }

  /**
   * What the current thread works on, or what it does outside of any request.
   *
   * @param model for which it is done; null: as the request says
   */
  CurrentCall current(@Nullable String model) {
    CurrentCall current = CurrentCall.orOutside(owner);
    return model == null ? current : current.forModel(model);
  }

  Executor threads() {
    return threads;
  }

  PluginJson json() {
    return json;
  }

  /**
   * @throws IllegalStateException when the replica has stopped
   */
  void check() {
    if (over) {
      throw new IllegalStateException(
          "replica "
              + owner
              + " has stopped and its handles with it: end what still uses them in stop()");
    }
  }
}
