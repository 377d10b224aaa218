package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes every other health check, the first among them. */
@DeploymentOptions(routePrefix = "/villains/health-alternates")
public final class HealthAlternates implements Deployment {

  private final AtomicInteger checks = new AtomicInteger();

  @Override
  public void checkHealth() {
    int check = checks.incrementAndGet();
    if (check % 2 == 0) {
      throw new IllegalStateException("sick at check " + check);
    }
  }

  @Override
  public Response handle(Request request) {
    return Response.text("HealthAlternates");
  }
}
