package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes its first health check; all others return only when they are interrupted. */
@DeploymentOptions(routePrefix = "/villains/health-hangs")
public final class HealthHangs implements Deployment {

  private final AtomicInteger checks = new AtomicInteger();

  @Override
  public void checkHealth() throws InterruptedException {
    if (checks.incrementAndGet() > 1) {
      new CountDownLatch(1).await();
    }
  }

  @Override
  public Response handle(Request request) {
    return Response.text("HealthHangs");
  }
}
