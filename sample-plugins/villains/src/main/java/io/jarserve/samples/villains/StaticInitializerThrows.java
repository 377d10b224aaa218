package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Its class cannot be initialized. */
@DeploymentOptions(routePrefix = "/villains/static-initializer-throws")
public final class StaticInitializerThrows implements Deployment {

  private static final int NEEDED = need("no.such.setting");

  @Override
  public Response handle(Request request) {
    return Response.text("StaticInitializerThrows " + NEEDED);
  }

  private static int need(String setting) {
    throw new IllegalStateException("the static initializer threw: " + setting + " is missing");
  }
}
