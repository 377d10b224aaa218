package io.jarserve.server.replica.request;

import io.jarserve.api.HttpDeployment;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import io.jarserve.api.Route;
import io.jarserve.api.Routes;
import io.jarserve.server.json.CheckedJson;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.PluginJson;
import io.jarserve.server.openapi.OpenApi;

/**
 * Brings a deployment's routes into service: checks that their bodies can be mapped, and adds the
 * OpenAPI document as one more route, unless the author has one there. Stateless.
 */
final class RoutedRequests {

  private RoutedRequests() {}

  static RequestHandler of(HttpDeployment deployment, ReplicaContext context, PluginJson json)
      throws Exception {
    Routes routes = deployment.routes();
    if (routes == null) {
      throw new IllegalStateException("it returned null: return Routes.of(…)");
    }
    routes.list().forEach(route -> checkBody(route, json.checked()));
    if (!routes.hasOpenApi() || routes.list().stream().anyMatch(RoutedRequests::isDocument)) {
      return overridesHandle(deployment) ? deployment::handle : routes::handle;
    }
    Route document =
        document(OpenApi.of(routes, context.deployment(), context.version(), json.checked()));
    return overridesHandle(deployment)
        ? beside(Routes.of(document), deployment)
        : routes.and(document)::handle;
  }

  private static Route document(OpenApi openApi) {
    return Route.get(OpenApi.PATH)
        .handle(
            call ->
                Response.bytes("application/json", openApi.bytes(call.request().routePrefix())));
  }

  private static boolean isDocument(Route route) {
    return route.method().equals("GET") && route.template().equals(OpenApi.PATH);
  }

  /** The author sees every request but those for the document. */
  private static RequestHandler beside(Routes document, HttpDeployment deployment) {
    return request ->
        request.path().equals(OpenApi.PATH) ? document.handle(request) : deployment.handle(request);
  }

  private static void checkBody(Route route, CheckedJson json) {
    route.body().flatMap(Route.Body::type).ifPresent(type -> checkBody(route, type, json));
  }

  private static void checkBody(Route route, Class<?> type, CheckedJson json) {
    try {
      json.checkReadable(type);
    } catch (JsonException cannot) {
      throw new IllegalArgumentException(
          "%s: no body can be mapped to %s: %s; take a record of strings, numbers, booleans, enums, times, lists, maps and such records"
              .formatted(route, type.getName(), cannot.getMessage()));
    }
  }

  private static boolean overridesHandle(HttpDeployment deployment) throws NoSuchMethodException {
    Class<?> declaring =
        deployment.getClass().getMethod("handle", Request.class).getDeclaringClass();
    return declaring != HttpDeployment.class;
  }
}
