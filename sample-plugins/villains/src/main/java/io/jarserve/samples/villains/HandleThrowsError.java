package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Throws an Error at every request. */
@DeploymentOptions(routePrefix = "/villains/handle-throws-error")
public final class HandleThrowsError implements Deployment {

  @Override
  public Response handle(Request request) {
    throw new StackOverflowError("handle threw an Error");
  }
}
