package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Throws an Error when it is stopped. */
@DeploymentOptions(routePrefix = "/villains/stop-throws-error")
public final class StopThrowsError implements Deployment {

  @Override
  public void stop() {
    throw new NoClassDefFoundError("stop/threw/AnError");
  }

  @Override
  public Response handle(Request request) {
    return Response.text("StopThrowsError");
  }
}
