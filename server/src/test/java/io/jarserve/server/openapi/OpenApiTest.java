package io.jarserve.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jarserve.api.Parameter;
import io.jarserve.api.Response;
import io.jarserve.api.Route;
import io.jarserve.api.Routes;
import io.jarserve.server.json.PluginJson;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class OpenApiTest {

  enum Size {
    SMALL,
    @JsonProperty("very-large")
    LARGE
  }

  record Line(@JsonProperty("stock-unit") String sku, int quantity, BigDecimal price) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Order(
      UUID id,
      List<Line> lines,
      Map<String, Line> byName,
      Optional<String> note,
      @Nullable Line gift,
      Size size,
      @Nullable Size other,
      Instant at,
      LocalDate due,
      boolean express,
      double weight,
      long total,
      byte[] picture,
      Object anything,
      @JsonIgnore String secret,
      @Nullable Order before) {}

  private static final Parameter<Long> ID = Parameter.path("id", long.class).describedAs("which");
  private static final Parameter<Integer> LIMIT =
      Parameter.query("limit", int.class).check(n -> n > 0, "at least 1").orElse(20);
  private static final Parameter<List<Size>> SIZES = Parameter.query("size", Size.class).list();
  private static final Parameter<Optional<String>> TENANT =
      Parameter.header("X-Tenant", String.class).optional();

  private static final Routes ROUTES =
      Routes.of(
              Route.get("/orders")
                  .with(LIMIT, SIZES, TENANT)
                  .returns(Order[].class)
                  .summary("Lists orders")
                  .handle(call -> List.of()),
              Route.post("/orders")
                  .body(Order.class)
                  .returns(201, Order.class)
                  .handle((call, order) -> order),
              Route.get("/orders/{id}").with(ID).returns(Order.class).returns(404).handle(c -> ""),
              Route.delete("/orders/{key}").returns(204).handle(call -> Response.empty(204)),
              Route.put("/files/{path...}").rawBody("image/png").handle(call -> ""),
              Route.of("PURGE", "/orders").handle(call -> ""),
              Route.get("/").handle(call -> ""))
          .titled("Shop")
          .describedAs("Sells *things*");

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void document_ofManyRoutes_keepsToTheFormat() throws Exception {
    OpenAPIContract contract = contract(document(ROUTES, "/shop"));

    assertThat(contract.operations()).hasSize(6);
    assertThat(contract.operation("getOrdersById").getOpenAPIPath()).isEqualTo("/orders/{id}");
    assertThat(contract.operation("deleteOrdersByKey").getOpenAPIPath()).isEqualTo("/orders/{id}");
    assertThat(contract.operation("putFilesByPath").getOpenAPIPath()).isEqualTo("/files/{path}");
    assertThat(contract.getServers().get(0).getURL()).isEqualTo("http://localhost/shop");
  }

  @Test
  void contract_ofABrokenDocument_isRefused() {
    JsonObject broken = document(ROUTES, "/shop");
    broken.getJsonObject("info").remove("title");

    assertThatThrownBy(() -> contract(broken)).hasStackTraceContaining("title");
  }

  @Test
  void document_says_whatItIsAndWhere() {
    JsonObject document = document(ROUTES, "/shop");
    assertThat(document.getString("openapi")).isEqualTo("3.1.0");
    assertThat(document.getJsonObject("info"))
        .isEqualTo(
            JsonObject.of("title", "Shop", "version", "1.2", "description", "Sells *things*"));
    assertThat(document(ROUTES, "/").containsKey("servers")).isFalse();
    assertThat(document(ROUTES, "/a b").getJsonArray("servers").getJsonObject(0).getString("url"))
        .isEqualTo("/a%20b");
    Routes plain = Routes.of(Route.get("/").handle(call -> ""));
    assertThat(document(plain, "/").getJsonObject("info").getString("title")).isEqualTo("Main");
  }

  @Test
  void parameters_asDeclared_areDescribed() {
    JsonArray list = operation("/orders", "get").getJsonArray("parameters");

    assertThat(list.getJsonObject(0))
        .isEqualTo(
            new JsonObject(
                """
                {"name": "limit", "in": "query", "description": "must be at least 1",
                 "required": false, "schema": {"type": "integer", "format": "int32", "default": 20}}
                """));
    assertThat(list.getJsonObject(1).getJsonObject("schema"))
        .isEqualTo(
            new JsonObject(
                "{'type': 'array', 'items': {'type': 'string', 'enum': ['SMALL', 'LARGE']}}"
                    .replace('\'', '"')));
    assertThat(list.getJsonObject(2).getString("in")).isEqualTo("header");
    assertThat(operation("/orders/{id}", "get").getJsonArray("parameters").getJsonObject(0))
        .isEqualTo(
            new JsonObject(
                """
                {"name": "id", "in": "path", "description": "which", "required": true,
                 "schema": {"type": "integer", "format": "int64"}}
                """));
    assertThat(
            operation("/orders/{id}", "delete")
                .getJsonArray("parameters")
                .getJsonObject(0)
                .getString("name"))
        .isEqualTo("id");
  }

  @Test
  void answers_asDeclared_areDescribedWithProblems() {
    JsonObject post = operation("/orders", "post").getJsonObject("responses");
    assertThat(post.fieldNames()).containsExactly("201", "400", "default");
    assertThat(operation("/orders/{id}", "get").getJsonObject("responses").fieldNames())
        .containsExactly("200", "404", "400", "default");
    assertThat(operation("/", "get").getJsonObject("responses").fieldNames())
        .containsExactly("200", "default");
    assertThat(
            operation("/files/{path}", "put")
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .fieldNames())
        .containsExactly("image/png");
  }

  @Test
  void schema_ofARecord_isWhatIsReadAndWritten() {
    JsonObject order = schema("Order");
    JsonObject expected =
        new JsonObject(
            """
            {
              "id": {"type": "string", "format": "uuid"},
              "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
              "byName": {"type": "object",
                         "additionalProperties": {"$ref": "#/components/schemas/Line"}},
              "note": {"type": ["string", "null"]},
              "gift": {"anyOf": [{"$ref": "#/components/schemas/Line"}, {"type": "null"}]},
              "size": {"type": "string", "enum": ["SMALL", "very-large"]},
              "other": {"anyOf": [{"type": "string", "enum": ["SMALL", "very-large"]},
                                  {"type": "null"}]},
              "at": {"type": "string", "format": "date-time"},
              "due": {"type": "string", "format": "date"},
              "express": {"type": "boolean"},
              "weight": {"type": "number", "format": "double"},
              "total": {"type": "integer", "format": "int64"},
              "picture": {"type": "string", "contentEncoding": "base64"},
              "anything": {},
              "before": {"anyOf": [{"$ref": "#/components/schemas/Order"}, {"type": "null"}]}
            }
            """);
    assertThat(order.getJsonObject("properties")).isEqualTo(expected);
    assertThat(order.getJsonArray("required"))
        .isEqualTo(
            JsonArray.of(
                "id",
                "lines",
                "byName",
                "size",
                "at",
                "due",
                "express",
                "weight",
                "total",
                "picture",
                "anything"));
    assertThat(schema("Line").getJsonObject("properties").fieldNames())
        .containsExactly("stock-unit", "quantity", "price");
  }

  @Test
  void of_anAnswerThatIsNoJson_namesTheRoute() {
    Routes routes = Routes.of(Route.get("/x").returns(Thread.class).handle(call -> ""));

    assertThatThrownBy(() -> document(routes, "/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("GET /x (" + OpenApiTest.class.getName())
        .hasMessageContaining("no JSON can be made of java.lang.Thread");
  }

  private static JsonObject operation(String path, String method) {
    return document(ROUTES, "/shop")
        .getJsonObject("paths")
        .getJsonObject(path)
        .getJsonObject(method);
  }

  private static JsonObject schema(String name) {
    return document(ROUTES, "/shop")
        .getJsonObject("components")
        .getJsonObject("schemas")
        .getJsonObject(name);
  }

  private static JsonObject document(Routes routes, String prefix) {
    OpenApi openApi = OpenApi.of(routes, "Main", "1.2", new PluginJson().checked());
    assertThat(openApi.bytes(prefix)).isSameAs(openApi.bytes(prefix));
    return new JsonObject(Buffer.buffer(openApi.bytes(prefix)));
  }

  /**
   * With a whole URL and other media types for problems and images, because the library's model of
   * a document, unlike the format, takes no others.
   */
  private static OpenAPIContract contract(JsonObject document) throws Exception {
    JsonObject server = document.getJsonArray("servers").getJsonObject(0);
    server.put("url", "http://localhost" + server.getString("url"));
    String known =
        document
            .encode()
            .replace("application/problem+json", "application/vnd.p+json")
            .replace("\"image/png\"", "\"application/octet-stream\"");
    return OpenAPIContract.from(vertx, new JsonObject(known))
        .toCompletionStage()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }
}
