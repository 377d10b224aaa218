package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/**
 * Starts at the third attempt. The attempts are counted in the JVM, for each application and
 * version, so that neither a new replica nor a new loading of the JAR begins anew.
 */
@DeploymentOptions(routePrefix = "/villains/start-throws-twice")
public final class StartThrowsTwice implements Deployment {

  @Override
  public void start(ReplicaContext context) {
    String counter = "io.jarserve.villains." + context.application() + "." + context.version();
    int attempt = attempt(counter);
    if (attempt <= 2) {
      throw new IllegalStateException("start threw at attempt " + attempt);
    }
  }

  private static int attempt(String counter) {
    synchronized (System.getProperties()) {
      int attempt = Integer.getInteger(counter, 0) + 1;
      System.setProperty(counter, String.valueOf(attempt));
      return attempt;
    }
  }

  @Override
  public Response handle(Request request) {
    return Response.text("StartThrowsTwice");
  }
}
