package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.concurrent.CountDownLatch;

/** Answers no request until it is interrupted. */
@DeploymentOptions(routePrefix = "/villains/handle-hangs")
public final class HandleHangs implements Deployment {

  @Override
  public Response handle(Request request) throws InterruptedException {
    new CountDownLatch(1).await();
    return Response.text("HandleHangs");
  }
}
