package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Never starts. */
@DeploymentOptions(routePrefix = "/villains/start-throws")
public final class StartThrows implements Deployment {

  @Override
  public void start(ReplicaContext context) {
    throw new IllegalStateException(
        "start threw", new IllegalArgumentException("the licence has expired"));
  }

  @Override
  public Response handle(Request request) {
    return Response.text("StartThrows");
  }
}
