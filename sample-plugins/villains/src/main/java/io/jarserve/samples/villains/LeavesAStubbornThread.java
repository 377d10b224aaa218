package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Leaves a thread behind that ends only when the test releases it. */
@DeploymentOptions(routePrefix = "/villains/leaves-a-stubborn-thread")
public final class LeavesAStubbornThread implements Deployment {

  @Override
  public void start(ReplicaContext context) {
    new Thread(Release::await, "stubborn").start();
  }

  @Override
  public Response handle(Request request) {
    return Response.text("LeavesAStubbornThread");
  }
}
