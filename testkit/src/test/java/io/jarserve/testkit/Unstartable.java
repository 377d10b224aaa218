package io.jarserve.testkit;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** A version of {@link Greeter} that should not have been shipped. */
@DeploymentOptions(name = "greeter", routePrefix = "/greet")
public final class Unstartable implements Deployment {
  @Override
  public void start(ReplicaContext context) {
    throw new IllegalStateException(
        "no greetings today", new IllegalArgumentException("the word is missing"));
  }

  @Override
  public Response handle(Request request) {
    return Response.empty(204);
  }
}
