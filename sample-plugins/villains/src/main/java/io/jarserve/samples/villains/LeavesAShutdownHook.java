package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Leaves a shutdown hook behind. */
@DeploymentOptions(routePrefix = "/villains/leaves-a-shutdown-hook")
public final class LeavesAShutdownHook implements Deployment {

  @Override
  public void start(ReplicaContext context) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {}, "left-behind"));
  }

  @Override
  public Response handle(Request request) {
    return Response.text("LeavesAShutdownHook");
  }
}
