package io.jarserve.testkit;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** The next version of {@link Greeter}. */
@DeploymentOptions(name = "greeter", routePrefix = "/greet")
public final class LoudGreeter implements Deployment {
  @Override
  public Response handle(Request request) {
    return Response.text("HELLO " + request.query("name").orElse("WORLD"));
  }
}
