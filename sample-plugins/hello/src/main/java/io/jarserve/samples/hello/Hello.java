package io.jarserve.samples.hello;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Greets whoever is named, or the world. */
@DeploymentOptions(routePrefix = "/hello")
public final class Hello implements Deployment {

  @Override
  public Response handle(Request request) {
    return Response.text("hello " + request.query("name").orElse("world") + "\n");
  }
}
