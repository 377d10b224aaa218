package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes its first health check and fails all others. */
@DeploymentOptions(routePrefix = "/villains/health-throws")
public final class HealthThrows implements Deployment {

  private final AtomicInteger checks = new AtomicInteger();

  @Override
  public void checkHealth() {
    if (checks.incrementAndGet() > 1) {
      throw new IllegalStateException("the database is gone");
    }
  }

  @Override
  public Response handle(Request request) {
    return Response.text("HealthThrows");
  }
}
