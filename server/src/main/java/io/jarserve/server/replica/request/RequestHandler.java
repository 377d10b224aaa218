package io.jarserve.server.replica.request;

import io.jarserve.api.Deployment;
import io.jarserve.api.HttpDeployment;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import io.jarserve.api.Route;
import io.jarserve.api.Routes;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.PluginJson;

/**
 * What answers the requests of a deployment: its {@code handle}, or the routes that it gave. Lives
 * as long as its replica.
 */
@FunctionalInterface
public interface RequestHandler {

  /** Answers one request; plugin code. */
  Response handle(Request request) throws Exception;

  /**
   * Asks a started deployment how it answers. Runs plugin code.
   *
   * @throws Exception when it cannot answer what it says that it does; complete for people
   */
  static RequestHandler of(Deployment deployment, PluginJson json) throws Exception {
    if (!(deployment instanceof HttpDeployment http)) {
      return deployment::handle;
    }
    Routes routes = routes(http, json);
    return overridesHandle(http) ? http::handle : routes::handle;
  }

  private static Routes routes(HttpDeployment deployment, PluginJson json) {
    Routes routes = deployment.routes();
    if (routes == null) {
      throw new IllegalStateException("it returned null: return Routes.of(…)");
    }
    routes.list().forEach(route -> checkBody(route, json));
    return routes;
  }

  private static void checkBody(Route route, PluginJson json) {
    route.body().flatMap(Route.Body::type).ifPresent(type -> checkBody(route, type, json));
  }

  private static void checkBody(Route route, Class<?> type, PluginJson json) {
    try {
      json.checked().checkReadable(type);
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
