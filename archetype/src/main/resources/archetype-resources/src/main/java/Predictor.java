package ${package};

import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.HttpDeployment;
import io.jarserve.api.Multiplexed;
import io.jarserve.api.Parameter;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.RequestException;
import io.jarserve.api.Route;
import io.jarserve.api.Routes;
import io.jarserve.api.UserConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Predicts with models that travel in the JAR, and holds those in memory that were asked last. */
@DeploymentOptions(routePrefix = "/${artifactId}", numReplicas = 2, healthCheckPeriod = "5s")
public final class Predictor implements HttpDeployment {

  private static final int MODELS_PER_REPLICA = 2;
  private static final Parameter<Optional<String>> MODEL =
      Parameter.header(Multiplexed.HEADER, String.class)
          .check(id -> id.matches("[a-z0-9-]+"), "small letters, digits and dashes")
          .optional();

  private Multiplexed<Model> models;
  private volatile Settings settings = new Settings("house");

  /** What an operator may set, under {@code user_config}: whom to ask when nobody is named. */
  public record Settings(String model) {
    public Settings {
      if (model == null || model.isBlank()) {
        throw new IllegalArgumentException("model must not be blank");
      }
    }
  }

  /** What is asked, as JSON. */
  public record Features(Map<String, Double> values) {}

  /** The answer, as JSON. */
  public record Prediction(String model, double value) {}

  /** Replace it with yours; it is closed when it leaves the replica if it is AutoCloseable. */
  record Model(double base, Map<String, Double> weights) {
    double predict(Map<String, Double> values) {
      double sum = base;
      for (Map.Entry<String, Double> value : values.entrySet()) {
        if (!weights.containsKey(value.getKey())) {
          throw new RequestException(
              422, "no '" + value.getKey() + "' is known, only " + weights.keySet());
        }
        sum += weights.get(value.getKey()) * value.getValue();
      }
      return sum;
    }
  }

  @Override
  public void start(ReplicaContext context) {
    models = context.multiplexed(MODELS_PER_REPLICA, Predictor::load);
    context.logger().info("{} is ready", context.replicaId());
  }

  @Override
  public void reconfigure(UserConfig config) throws IOException {
    Settings wanted = config.as(Settings.class);
    load(wanted.model());
    settings = wanted;
  }

  @Override
  public Routes routes() {
    return Routes.of(
        Route.post("/")
            .with(MODEL)
            .body(Features.class)
            .returns(Prediction.class)
            .summary("Predicts a number")
            .handle(
                (call, features) ->
                    predict(call.get(MODEL).orElse(settings.model()), features.values())));
  }

  private Prediction predict(String id, Map<String, Double> values) throws Exception {
    return new Prediction(id, models.call(id, model -> model.predict(values)));
  }

  static Model load(String id) throws IOException {
    try (InputStream in = Predictor.class.getResourceAsStream("/models/" + id + ".properties")) {
      if (in == null) {
        throw new RequestException(404, "there is no model '" + id + "'");
      }
      Properties properties = new Properties();
      properties.load(in);
      return model(properties);
    }
  }

  private static Model model(Properties properties) {
    Map<String, Double> weights = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      weights.put(name, Double.valueOf(properties.getProperty(name)));
    }
    return new Model(weights.remove("base"), weights);
  }

  /** Throw here what makes this replica useless, and another one would cure. */
  @Override
  public void checkHealth() throws IOException {
    load(settings.model());
  }
}
