package io.jarserve.benchmarks.micro;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.HttpDeployment;
import io.jarserve.api.Parameter;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import io.jarserve.api.Route;
import io.jarserve.api.Routes;

/** The deployments whose requests are measured; each answers with about the same bytes. */
public final class Served {

  private Served() {}

  /** What is answered as JSON. */
  public record Greeting(String hello) {}

  /** A text, on a thread of its own. */
  @DeploymentOptions(routePrefix = "/blocking")
  public static final class Blocking implements Deployment {
    @Override
    public Response handle(Request request) {
      return Response.text("hello");
    }
  }

  /** A text, on the thread that read the request. */
  @DeploymentOptions(routePrefix = "/non-blocking", nonBlocking = true)
  public static final class NonBlocking implements Deployment {
    @Override
    public Response handle(Request request) {
      return Response.text("hello");
    }
  }

  /** A record, on the thread that read the request. */
  @DeploymentOptions(routePrefix = "/json", nonBlocking = true)
  public static final class Json implements Deployment {
    @Override
    public Response handle(Request request) {
      return Response.json(new Greeting("world"));
    }
  }

  /** A text behind a route with a parameter, on the thread that read the request. */
  @DeploymentOptions(routePrefix = "/routed", nonBlocking = true)
  public static final class Routed implements HttpDeployment {
    private static final Parameter<Integer> ID = Parameter.path("id", int.class);

    @Override
    public Routes routes() {
      return Routes.of(
          Route.get("/").handle(call -> Response.text("all")),
          Route.get("/{id}").with(ID).handle(call -> Response.text("no " + call.get(ID))));
    }
  }
}
