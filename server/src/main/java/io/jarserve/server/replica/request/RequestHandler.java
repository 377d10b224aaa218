package io.jarserve.server.replica.request;

import io.jarserve.api.Deployment;
import io.jarserve.api.HttpDeployment;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
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
  static RequestHandler of(Deployment deployment, ReplicaContext context, PluginJson json)
      throws Exception {
    return deployment instanceof HttpDeployment http
        ? RoutedRequests.of(http, context, json)
        : deployment::handle;
  }
}
