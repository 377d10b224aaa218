package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/**
 * Is as healthy as the last request said: {@code ?healthy=false} makes it fail its health checks.
 * Answers whether it is.
 */
@DeploymentOptions(routePrefix = "/villains/health-switch")
public final class HealthSwitch implements Deployment {

  private volatile boolean healthy = true;

  @Override
  public Response handle(Request request) {
    request.query("healthy").ifPresent(value -> healthy = Boolean.parseBoolean(value));
    return Response.text(String.valueOf(healthy));
  }

  @Override
  public void checkHealth() {
    if (!healthy) {
      throw new IllegalStateException("switched to sick");
    }
  }
}
