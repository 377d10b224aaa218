package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Answers no request, interrupted or not, until the test releases it. */
@DeploymentOptions(routePrefix = "/villains/handle-ignores-interruption")
public final class HandleIgnoresInterruption implements Deployment {

  @Override
  public Response handle(Request request) {
    Release.await();
    return Response.text("HandleIgnoresInterruption");
  }
}
