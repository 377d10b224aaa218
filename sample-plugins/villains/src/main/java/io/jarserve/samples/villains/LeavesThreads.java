package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Leaves a sleeping thread and a pool behind. */
@DeploymentOptions(routePrefix = "/villains/leaves-threads")
public final class LeavesThreads implements Deployment {

  @Override
  public void start(ReplicaContext context) {
    new Thread(LeavesThreads::sleep, "left-behind").start();
    Executors.newFixedThreadPool(1).execute(() -> {});
  }

  private static void sleep() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Response handle(Request request) {
    return Response.text("LeavesThreads");
  }
}
