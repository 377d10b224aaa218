package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Throws at every request. */
@DeploymentOptions(routePrefix = "/villains/handle-throws")
public final class HandleThrows implements Deployment {

  @Override
  public Response handle(Request request) throws Exception {
    throw new Exception("handle threw", new IllegalArgumentException("a secret of the server"));
  }
}
