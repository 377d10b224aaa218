package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.concurrent.CountDownLatch;

/** Its stop does not return until it is interrupted. */
@DeploymentOptions(routePrefix = "/villains/stop-hangs")
public final class StopHangs implements Deployment {

  @Override
  public void stop() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Override
  public Response handle(Request request) {
    return Response.text("StopHangs");
  }
}
