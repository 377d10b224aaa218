package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Starts, and fails every health check. */
@DeploymentOptions(routePrefix = "/villains/never-healthy")
public final class NeverHealthy implements Deployment {

  @Override
  public void checkHealth() {
    throw new IllegalStateException("never healthy");
  }

  @Override
  public Response handle(Request request) {
    return Response.text("NeverHealthy");
  }
}
