package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes its first health check; the second never returns, interrupted or not. */
@DeploymentOptions(routePrefix = "/villains/health-ignores-interruption")
public final class HealthIgnoresInterruption implements Deployment {

  private final AtomicInteger checks = new AtomicInteger();

  @Override
  public void checkHealth() {
    if (checks.incrementAndGet() > 1) {
      Release.await();
    }
  }

  @Override
  public Response handle(Request request) {
    return Response.text("HealthIgnoresInterruption");
  }
}
