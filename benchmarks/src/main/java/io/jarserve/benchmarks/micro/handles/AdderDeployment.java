package io.jarserve.benchmarks.micro.handles;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** The callee: does next to nothing, so that the way to it is what is measured. */
@DeploymentOptions(name = "adder")
public final class AdderDeployment implements Deployment, Adder {

  @Override
  public long add(long a, long b) {
    return a + b;
  }

  @Override
  public Response handle(Request request) {
    return Response.text("");
  }
}
