package io.jarserve.server.replica.request;

import io.jarserve.server.testing.PluginJars;

/** A deployment made of routes. */
final class Shop {

  static final String ORDER = "{\"customer\":\"Ada\",\"lines\":[{\"sku\":\"tea\",\"quantity\":2}]}";

  private static final String BODY =
      """
      public enum Size { SMALL, LARGE }
      public record Line(String sku, int quantity) {
        public Line {
          if (quantity < 1) {
            throw new IllegalArgumentException("quantity must be at least 1 but is " + quantity);
          }
        }
      }
      public record Order(String customer, List<Line> lines, Optional<String> note,
          @org.jspecify.annotations.Nullable String coupon) {}
      public record Found(long id, Size size) {}
      public record Receipt(int count, Optional<String> note) {}
      @com.fasterxml.jackson.annotation.JsonIgnoreProperties(ignoreUnknown = true)
      public record Lenient(Optional<String> name) {}

      private static final Parameter<Long> ID = Parameter.path("id", long.class);
      private static final Parameter<Size> SIZE =
          Parameter.query("size", Size.class).orElse(Size.SMALL);

      @Override
      public Routes routes() {
        return Routes.of(
            Route.get("/").handle(call -> Response.text("shop")),
            Route.get("/orders/{id}").with(ID, SIZE).returns(Found.class)
                .handle(call -> new Found(call.get(ID), call.get(SIZE))),
            Route.post("/orders").body(Order.class).returns(201, Receipt.class)
                .handle((call, order) -> new Receipt(order.lines().size(), order.note())),
            Route.post("/lenient").body(Lenient.class)
                .handle((call, lenient) -> Response.json(lenient.name().orElse(null))));
      }
      """;

  private Shop() {}

  static PluginJars jar() {
    return jar(BODY);
  }

  static PluginJars jar(String body) {
    return PluginJars.jar("app", "1.0")
        .source(
            "demo.Main",
            "package demo;\n"
                + PluginJars.IMPORTS
                + "@DeploymentOptions\npublic class Main implements HttpDeployment {\n"
                + body
                + "}\n");
  }
}
