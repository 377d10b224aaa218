package io.jarserve.samples.models;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Multiplexed;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Serves a model for each tenant.
 *
 * <pre>
 *   PUT  /models/{id}       keeps a model: {"intercept": 50, "weights": {"rooms": 80}}
 *   POST /models/predict    asks the one that the header names: {"values": {"rooms": 3}}
 * </pre>
 */
@DeploymentOptions(routePrefix = "/models", numReplicas = 2)
public final class Models implements Deployment {

  private static final int MODELS_PER_REPLICA = 2;
  private static final String DIRECTORY = "directory";

  @SuppressWarnings("NullAway.Init") // start makes it, before the first request
  private ReplicaContext context;

  @SuppressWarnings("NullAway.Init")
  private ModelStore store;

  @SuppressWarnings("NullAway.Init")
  private Multiplexed<LinearModel> models;

  /** What a model says, and which replica asked it. */
  public record Prediction(String model, double value, String replica) {}

  /** Named numbers. */
  public record Features(Map<String, Double> values) {}

  @Override
  public void start(ReplicaContext given) throws IOException {
    context = given;
    store = new ModelStore(directory());
    models = given.multiplexed(MODELS_PER_REPLICA, store::load);
  }

  @Override
  public Response handle(Request request) throws Exception {
    return switch (request.method()) {
      case "PUT" -> keep(request);
      case "POST" -> Response.json(predict(request));
      default -> throw new RequestException(405, request.method() + " is not offered here");
    };
  }

  private Response keep(Request request) throws IOException {
    String id = request.path().substring(1);
    store.save(id, request.json(LinearModel.class));
    return Response.empty(201);
  }

  private Prediction predict(Request request) throws Exception {
    String id =
        request
            .header(Multiplexed.HEADER)
            .orElseThrow(() -> new RequestException(400, "name a model in " + Multiplexed.HEADER));
    Features features = request.json(Features.class);
    double value = models.call(id, model -> model.predict(features.values()));
    return new Prediction(id, value, context.replicaId());
  }

  /** The same for all replicas. */
  private Path directory() {
    Object configured = context.userConfig().values().get(DIRECTORY);
    return configured == null
        ? Path.of(System.getProperty("java.io.tmpdir"), "jarserve-sample-models")
        : Path.of(configured.toString());
  }
}
