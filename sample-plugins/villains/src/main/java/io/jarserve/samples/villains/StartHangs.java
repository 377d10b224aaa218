package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.concurrent.CountDownLatch;

/** Its start does not return until it is interrupted. */
@DeploymentOptions(routePrefix = "/villains/start-hangs")
public final class StartHangs implements Deployment {

  @Override
  public void start(ReplicaContext context) throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Override
  public Response handle(Request request) {
    return Response.text("StartHangs");
  }
}
