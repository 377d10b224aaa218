package io.jarserve.server.routing;

import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ServingPlan;
import java.io.IOException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A router behind a real Jetty, with one deployment at {@code /app}. */
final class RoutingServer implements AutoCloseable {

  static final DeploymentId APP = new DeploymentId("app", "Main");

  final Router router = new Router(new Meters());
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private long planNumber;

  /** What becomes of each request before it is routed. */
  volatile UnaryOperator<Request> onTheWay = request -> request;

  RoutingServer(Map<OptionKey, ?> options) throws Exception {
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            router.route(onTheWay.apply(request), response, callback);
            return true;
          }
        });
    server.start();
    follow(options);
  }

  void follow(Map<OptionKey, ?> options) {
    ReplicaId id = new ReplicaId(APP, "a");
    DeploymentSpec spec = new DeploymentSpec("Main", "demo.Main", Options.defaults().with(options));
    Assignment assignment = new Assignment(id, 1, "1.0", new Digest("0".repeat(64)), spec);
    router.follow(new ServingPlan(++planNumber, Map.of(id, assignment), Map.of("/app", APP)));
  }

  void followNothing() {
    router.follow(new ServingPlan(++planNumber, Map.of(), Map.of()));
  }

  int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
