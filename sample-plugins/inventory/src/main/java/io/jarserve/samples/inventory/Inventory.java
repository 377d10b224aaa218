package io.jarserve.samples.inventory;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.api.UpdateStrategy;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps stock in an H2 database, whose code travels in the JAR.
 *
 * <pre>
 *   GET    /inventory           all items
 *   POST   /inventory           adds one: {"sku": "tea-1", "name": "Tea", "quantity": 4}
 *   GET    /inventory/tea-1     one item
 *   PUT    /inventory/tea-1     changes it
 *   DELETE /inventory/tea-1     removes it
 * </pre>
 *
 * <p><b>Where the data is.</b> In the file that the user config names as {@code path}, else in
 * memory, and gone with the replica.
 *
 * <p><b>Why {@code RECREATE} and one replica.</b> Only one may have such a file open, so the old
 * version must have closed it before the new one starts; an update has a short gap for that. Two
 * replicas would be two databases, or fight over one file.
 */
@DeploymentOptions(
    routePrefix = "/inventory",
    numReplicas = 1,
    updateStrategy = UpdateStrategy.RECREATE)
public final class Inventory implements Deployment {

  /** The user config. */
  public record Settings(@Nullable String path) {}

  private @Nullable Stock stock;

  @Override
  public void start(ReplicaContext context) throws SQLException {
    Settings settings = context.userConfig().as(Settings.class);
    stock = new Stock(settings.path());
    context
        .logger()
        .info("the stock is {}", settings.path() == null ? "in memory" : settings.path());
  }

  @Override
  public Response handle(Request request) throws SQLException {
    String sku = request.path().substring(1);
    return sku.isEmpty() ? all(request) : one(request, sku);
  }

  @Override
  public void checkHealth() throws SQLException {
    stock().check();
  }

  @Override
  public void stop() throws SQLException {
    if (stock != null) {
      stock.close();
    }
  }

  private Response all(Request request) throws SQLException {
    return switch (request.method()) {
      case "GET" -> Response.json(stock().all());
      case "POST" -> add(request.json(Item.class).checked());
      default -> throw notAllowed(request);
    };
  }

  private Response one(Request request, String sku) throws SQLException {
    return switch (request.method()) {
      case "GET" -> Response.json(stock().find(sku).orElseThrow(() -> unknown(sku)));
      case "PUT" -> change(request.json(Item.class).withSku(sku).checked());
      case "DELETE" -> remove(sku);
      default -> throw notAllowed(request);
    };
  }

  private Response add(Item item) throws SQLException {
    if (!stock().add(item)) {
      throw new RequestException(409, "sku '" + item.sku() + "' exists: change it with PUT");
    }
    return Response.json(item).withStatus(201).withHeader("Location", "/inventory/" + item.sku());
  }

  private Response change(Item item) throws SQLException {
    if (!stock().change(item)) {
      throw unknown(String.valueOf(item.sku()));
    }
    return Response.json(item);
  }

  private Response remove(String sku) throws SQLException {
    if (!stock().remove(sku)) {
      throw unknown(sku);
    }
    return Response.empty(204);
  }

  private Stock stock() {
    if (stock == null) {
      throw new IllegalStateException("not started");
    }
    return stock;
  }

  private static RequestException unknown(String sku) {
    return new RequestException(404, "no item has the sku '" + sku + "'");
  }

  private static RequestException notAllowed(Request request) {
    return new RequestException(405, request.method() + " is not offered here");
  }
}
