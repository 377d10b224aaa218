package io.jarserve.testkit;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Answers no request of its own accord, and tells of each that has come. */
@DeploymentOptions(routePrefix = "/sleep")
public final class Sleeper implements Deployment {

  private final Semaphore asleep = new Semaphore(0);

  @Override
  public Response handle(Request request) throws InterruptedException {
    asleep.release();
    new CountDownLatch(1).await();
    return Response.empty(204);
  }

  void awaitAsleep() throws InterruptedException {
    if (!asleep.tryAcquire(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no request came");
    }
  }
}
