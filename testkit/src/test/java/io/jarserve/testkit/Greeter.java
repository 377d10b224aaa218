package io.jarserve.testkit;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import io.jarserve.api.UserConfig;
import java.util.concurrent.atomic.AtomicInteger;

/** What most tests serve: greets, with a word that an operator can set. */
@DeploymentOptions(name = "greeter", routePrefix = "/greet")
public final class Greeter implements Deployment {

  /** What the operator writes. */
  public record Settings(String word) {}

  private final AtomicInteger greetings = new AtomicInteger();
  private volatile String word = "hello";
  private volatile String replicaId = "";

  @Override
  public void start(ReplicaContext context) {
    replicaId = context.replicaId();
  }

  @Override
  public void reconfigure(UserConfig config) {
    word = config.as(Settings.class).word();
  }

  @Override
  public Response handle(Request request) {
    greetings.incrementAndGet();
    return Response.text(word + " " + request.query("name").orElse("world"));
  }

  int greetings() {
    return greetings.get();
  }

  String replicaId() {
    return replicaId;
  }
}
