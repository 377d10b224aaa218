package old;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.api.UpdateStrategy;
import io.jarserve.api.UserConfig;
import java.util.Map;

/** Uses all of the API that there was, and nothing that came later. */
@DeploymentOptions(
    name = "Old",
    routePrefix = "/old",
    numReplicas = 1,
    maxOngoingRequests = 10,
    maxQueuedRequests = 10,
    requestTimeout = "10s",
    maxRequestBytes = 1000,
    healthCheckPeriod = "1s",
    healthCheckTimeout = "1s",
    healthCheckFailureThreshold = 2,
    startTimeout = "20s",
    gracefulShutdownTimeout = "5s",
    updateStrategy = UpdateStrategy.ROLLING,
    nonBlocking = false)
public final class Old implements Deployment {

  public record Point(int x, int y) {}

  public record Settings(String greeting) {}

  private ReplicaContext context;
  private volatile String greeting = "hello";
  private volatile boolean checked;

  @Override
  public void start(ReplicaContext context) {
    this.context = context;
    context.logger().info("{} of {} starts", context.deployment(), context.application());
  }

  @Override
  public void reconfigure(UserConfig config) {
    greeting = config.as(Settings.class).greeting() + config.values().size();
  }

  @Override
  public void checkHealth() {
    checked = true;
  }

  @Override
  public Response handle(Request request) throws Exception {
    return switch (request.path()) {
      case "/greet" -> Response.text(greeting + " " + request.query("name").orElse("world"));
      case "/point" -> Response.json(request.json(Point.class)).withStatus(201);
      case "/text" -> Response.bytes("text/x", request.text().getBytes("UTF-8"));
      case "/bytes" -> Response.json(request.bytes().length);
      case "/stream" -> copied(request);
      case "/refuse" -> throw new RequestException(418, "no coffee");
      case "/about" -> Response.json(about(request)).withHeader("X-Old", "yes");
      default -> Response.empty(204);
    };
  }

  private static Response copied(Request request) throws Exception {
    byte[] body = request.stream().readAllBytes();
    return Response.stream("application/octet-stream", out -> out.write(body));
  }

  private Map<String, Object> about(Request request) {
    return Map.of(
        "replica", context.replicaId().isEmpty() ? "none" : "some",
        "version", context.version(),
        "config", context.userConfig().values(),
        "checked", checked,
        "method", request.method(),
        "all", request.queryAll("q"),
        "header", request.header("X-A").orElse("none"),
        "headers", request.headerAll("X-A").size() + request.headerNames().size() > 0,
        "id", request.id().isEmpty() ? "none" : "some",
        "time", request.timeLeft().isPresent());
  }

  @Override
  public void stop() {
    context.logger().info("stops");
  }
}
