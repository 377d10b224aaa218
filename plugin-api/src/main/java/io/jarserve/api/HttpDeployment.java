package io.jarserve.api;

/**
 * A deployment that is made of routes: a method, a path template, typed parameters and a handler
 * each. The server finds the route of a request, checks and converts what was declared, answers
 * HEAD, OPTIONS and whatever no route is for, and describes it all as OpenAPI at {@code
 * <route_prefix>/openapi.json}.
 *
 * <pre>{@code
 * @DeploymentOptions(routePrefix = "/orders")
 * public final class Orders implements HttpDeployment {
 *   private static final Parameter<Long> ID = Parameter.path("id", long.class);
 *
 *   @Override
 *   public Routes routes() {
 *     return Routes.of(
 *         Route.get("/{id}").with(ID).returns(Order.class).handle(call -> find(call.get(ID))),
 *         Route.post("/").body(Order.class).returns(201, Order.class).handle((call, order) -> add(order)));
 *   }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public interface HttpDeployment extends Deployment {

  /**
   * The routes of this replica. The server asks once, after {@link #start} and before the first
   * request, and keeps the answer; a failure is a failed start. Called on a thread of the plugin.
   *
   * @return at least one route
   */
  Routes routes();

  /**
   * Answers one request with the route that it belongs to. The server does the same without calling
   * this method, unless a class overrides it; then it is called for every request but those for
   * {@code /openapi.json}. Who overrides it keeps the routes in a field, because {@link #routes()}
   * may make them anew.
   */
  @Override
  default Response handle(Request request) throws Exception {
    return routes().handle(request);
  }
}
