package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Cannot be made. */
@DeploymentOptions(routePrefix = "/villains/constructor-throws")
public final class ConstructorThrows implements Deployment {

  public ConstructorThrows() {
    throw new IllegalStateException("the constructor threw");
  }

  @Override
  public Response handle(Request request) {
    return Response.text("ConstructorThrows");
  }
}
