package io.jarserve.samples.counter;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts its requests. A field belongs to one replica: with two replicas there are two counts, and
 * a replica that is replaced begins anew. Requests come on many threads at once, so the field is an
 * atomic one.
 */
@DeploymentOptions(routePrefix = "/counter", numReplicas = 2)
public final class Counter implements Deployment {

  /** What was counted, and where. */
  public record Count(String replica, String version, long count) {}

  private final AtomicLong count = new AtomicLong();
  private String replica = "";
  private String version = "";

  @Override
  public void start(ReplicaContext context) {
    replica = context.replicaId();
    version = context.version();
  }

  @Override
  public Response handle(Request request) {
    return Response.json(new Count(replica, version, count.incrementAndGet()));
  }
}
