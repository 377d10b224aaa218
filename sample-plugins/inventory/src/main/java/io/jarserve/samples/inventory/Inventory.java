package io.jarserve.samples.inventory;

import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.HttpDeployment;
import io.jarserve.api.Parameter;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.api.Route;
import io.jarserve.api.Routes;
import io.jarserve.api.UpdateStrategy;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps stock in an H2 database, whose code travels in the JAR.
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
public final class Inventory implements HttpDeployment {

  private static final Parameter<String> SKU =
      Parameter.path("sku", String.class).check(Item::isSku, Item.SKU);
  private static final Parameter<Optional<Integer>> BELOW =
      Parameter.query("below", int.class)
          .check(quantity -> quantity > 0, "at least 1")
          .describedAs("only items of which there are fewer")
          .optional();

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
  public Routes routes() {
    return Routes.of(
            Route.get("/")
                .with(BELOW)
                .returns(Item[].class)
                .summary("All items, or those that run low")
                .handle(call -> list(call.get(BELOW))),
            Route.post("/")
                .body(Item.class)
                .returns(201, Item.class)
                .summary("Adds an item")
                .handle((call, item) -> add(item)),
            Route.get("/{sku}")
                .with(SKU)
                .returns(Item.class)
                .summary("One item")
                .handle(call -> find(call.get(SKU))),
            Route.put("/{sku}")
                .with(SKU)
                .body(Item.Change.class)
                .returns(Item.class)
                .summary("Changes an item")
                .handle((call, change) -> change(change.of(call.get(SKU)))),
            Route.delete("/{sku}")
                .with(SKU)
                .returns(204)
                .summary("Removes an item")
                .handle(call -> remove(call.get(SKU))))
        .titled("Inventory");
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

  private List<Item> list(Optional<Integer> below) throws SQLException {
    return stock().all().stream()
        .filter(item -> below.isEmpty() || item.quantity() < below.get())
        .toList();
  }

  private Response add(Item item) throws SQLException {
    if (!stock().add(item)) {
      throw new RequestException(409, "sku '" + item.sku() + "' exists: change it with PUT");
    }
    return Response.json(item).withStatus(201).withHeader("Location", "/inventory/" + item.sku());
  }

  private Item find(String sku) throws SQLException {
    return stock().find(sku).orElseThrow(() -> unknown(sku));
  }

  private Item change(Item item) throws SQLException {
    if (!stock().change(item)) {
      throw unknown(item.sku());
    }
    return item;
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
}
