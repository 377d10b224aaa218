package io.jarserve.benchmarks.micro.handles;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.function.LongUnaryOperator;

/** The caller: leaves a way to call for the benchmark, which has no class of it, in a property. */
@DeploymentOptions(name = "caller")
public final class CallingDeployment implements Deployment {

  /** Where the {@link LongUnaryOperator} lies that makes one call. */
  public static final String PROPERTY = "jarserve.benchmark.call";

  @Override
  public void start(ReplicaContext context) {
    Adder adder = context.handle("adder").as(Adder.class);
    LongUnaryOperator call = n -> adder.add(n, 1);
    System.getProperties().put(PROPERTY, call);
  }

  @Override
  public Response handle(Request request) {
    return Response.text("");
  }

  @Override
  public void stop() {
    System.getProperties().remove(PROPERTY);
  }
}
