package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Well-behaved: answers the {@code Plugin-Version} of its JAR. */
@DeploymentOptions(routePrefix = "/villains/versioned")
public final class Versioned implements Deployment {

  private volatile String version = "";

  @Override
  public void start(ReplicaContext context) {
    version = context.version();
  }

  @Override
  public Response handle(Request request) {
    return Response.text(version);
  }
}
