package ${package};

import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.HttpDeployment;
import io.jarserve.api.Parameter;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Route;
import io.jarserve.api.Routes;
import io.jarserve.api.UserConfig;

/** Greets whoever is named, or the world. */
@DeploymentOptions(routePrefix = "/${artifactId}", numReplicas = 2, healthCheckPeriod = "5s")
public final class Greeter implements HttpDeployment {

  private static final Parameter<String> NAME =
      Parameter.query("name", String.class).orElse("world");

  private volatile Settings settings = new Settings("hello");

  /** What an operator may set, under {@code user_config}. */
  public record Settings(String greeting) {
    public Settings {
      if (greeting == null || greeting.isBlank()) {
        throw new IllegalArgumentException("greeting must not be blank");
      }
    }
  }

  /** The answer, as JSON. */
  public record Greeting(String text) {}

  @Override
  public void start(ReplicaContext context) {
    context.logger().info("{} is ready", context.replicaId());
  }

  @Override
  public void reconfigure(UserConfig config) {
    settings = config.as(Settings.class);
  }

  @Override
  public Routes routes() {
    return Routes.of(
        Route.get("/")
            .with(NAME)
            .returns(Greeting.class)
            .summary("Greets")
            .handle(call -> greet(call.get(NAME))));
  }

  Greeting greet(String name) {
    return new Greeting(settings.greeting() + " " + name);
  }

  /** Throw here what makes this replica useless, and another one would cure. */
  @Override
  public void checkHealth() {
    if (!greet("nobody").text().endsWith("nobody")) {
      throw new IllegalStateException("does not greet any more");
    }
  }
}
