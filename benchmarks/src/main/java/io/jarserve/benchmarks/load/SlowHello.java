package io.jarserve.benchmarks.load;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What is replaced under load: hello, and {@code /slow}, which takes three seconds. */
@DeploymentOptions(routePrefix = "/hello")
public final class SlowHello implements Deployment {
  static final String BROKEN = "broken";

  @Override
  public void start(ReplicaContext context) {
    if (context.version().endsWith(BROKEN)) {
      throw new IllegalStateException("this version does not start");
    }
  }

  @Override
  public Response handle(Request request) {
    if (request.path().equals("/slow")) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
    }
    return Response.text("hello");
  }
}
