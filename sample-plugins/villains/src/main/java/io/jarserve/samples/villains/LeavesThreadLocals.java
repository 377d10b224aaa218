package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Leaves an instance of its class in a ThreadLocal of every thread that it runs on. */
@DeploymentOptions(routePrefix = "/villains/leaves-thread-locals")
public final class LeavesThreadLocals implements Deployment {

  private static final ThreadLocal<Object> LEFT = new ThreadLocal<>();

  @Override
  public void start(ReplicaContext context) {
    LEFT.set(this);
  }

  @Override
  public Response handle(Request request) {
    LEFT.set(this);
    return Response.text("LeavesThreadLocals");
  }
}
