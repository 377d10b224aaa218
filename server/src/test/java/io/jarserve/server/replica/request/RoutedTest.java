package io.jarserve.server.replica.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.json.Problem;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.replica.SmallNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments made of routes, over real HTTP. */
@Timeout(300)
class RoutedTest {

  private static final String BLOCKING = "/blocking";
  private static final String NON_BLOCKING = "/nonblocking";

  @TempDir static Path dir;
  private static SmallNode node;

  @BeforeAll
  static void start() throws IOException {
    node = new SmallNode(dir);
    node.run("blocking", Shop.jar(), Map.of());
    node.run("nonblocking", Shop.jar(), Map.of(OptionKey.NON_BLOCKING, true));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void request_ofARoute_isAnsweredByIt(String app) throws IOException {
    Wire.Answer found = Wire.get(node.port(), app + "/orders/7?size=LARGE");
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.header("Content-Type")).isEqualTo("application/json");
    assertThat(found.body()).isEqualTo("{\"id\":7,\"size\":\"LARGE\"}");

    Wire.Answer made = Wire.post(node.port(), app + "/orders", Shop.ORDER);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body()).isEqualTo("{\"count\":1,\"note\":null}");
    assertThat(Wire.get(node.port(), app).body()).isEqualTo("shop");
  }

  @Test
  void head_ofAGetRoute_hasItsHeadersAndNoBody() throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("HEAD", BLOCKING + "/orders/7", "");
      Wire.Answer head = wire.receiveHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Length")).isEqualTo("23");
      wire.send("GET", BLOCKING, "");
      assertThat(wire.receive().body()).isEqualTo("shop");
    }
  }

  @Test
  void request_withoutARoute_is404Or405WithAllow() throws IOException {
    expect(Wire.get(node.port(), BLOCKING + "/nowhere"), 404, null);
    try (Wire wire = new Wire(node.port())) {
      wire.send("DELETE", BLOCKING + "/orders/7", "");
      Wire.Answer refused = wire.receive();
      expect(refused, 405, null);
      assertThat(refused.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
      wire.send("OPTIONS", BLOCKING + "/orders/7", "");
      Wire.Answer options = wire.receiveHead();
      assertThat(options.status()).isEqualTo(204);
      assertThat(options.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }
  }

  @Test
  void parameter_thatDoesNotFit_is400AndNamesIt() throws IOException {
    assertThat(expect(Wire.get(node.port(), BLOCKING + "/orders/seven"), 400, "id").detail())
        .isEqualTo("path parameter 'id' must be a whole number of 64 bits but is 'seven'");
    expect(Wire.get(node.port(), BLOCKING + "/orders/7?size=HUGE"), 400, "size");
  }

  @ParameterizedTest
  @CsvSource({
    "{'lines': []}, customer, must be a string but is missing",
    "'{\"customer\": null, \"lines\": []}', customer, must be a string but is null",
    "'{\"customer\": \"a\"}', lines, must be a list but is missing",
    "'{\"customer\": \"a\", \"lines\": [{\"sku\": \"x\"}]}', lines[0].quantity, must be a whole number but is missing",
    "'{\"customer\": \"a\", \"lines\": [{\"sku\": \"x\", \"quantity\": \"two\"}]}', lines[0].quantity, must be a whole number but is 'two'",
    "'{\"customer\": \"a\", \"lines\": [{\"sku\": \"x\", \"quantity\": 0}]}', lines[0], quantity must be at least 1 but is 0",
    "'{\"customer\": \"a\", \"lines\": [], \"lnies\": 1}', lnies, did you mean 'lines'?",
    "'{\"customer\": \"a\", \"lines\": [{\"sku\": \"x\", \"quantity\": 1, \"colour\": 2}]}', lines[0].colour, known are sku",
  })
  void body_thatDoesNotFit_is400AndNamesTheField(String body, String field, String why)
      throws IOException {
    String json = body.replace('\'', '"');
    for (String app : new String[] {BLOCKING, NON_BLOCKING}) {
      Problem problem = expect(Wire.post(node.port(), app + "/orders", json), 400, field);
      assertThat(problem.detail()).contains(why);
    }
  }

  @Test
  void body_ofALenientRecord_mayHaveMore() throws IOException {
    Wire.Answer answer = Wire.post(node.port(), BLOCKING + "/lenient", "{\"more\":1}");
    assertThat(answer.body()).isEqualTo("null");
  }

  @Test
  void handle_overridden_isCalledAroundTheRoutes() throws IOException {
    String body =
        """
        private final Routes routes = Routes.of(Route.get("/").handle(call -> "inner"));
        public Routes routes() { return routes; }
        public Response handle(Request request) throws Exception {
          return routes.handle(request).withHeader("X-Around", "yes");
        }
        """;
    node.run("around", Shop.jar(body), Map.of());

    Wire.Answer answer = Wire.get(node.port(), "/around");
    assertThat(answer.body()).isEqualTo("\"inner\"");
    assertThat(answer.header("X-Around")).isEqualTo("yes");
    Wire.Answer document = Wire.get(node.port(), "/around/openapi.json");
    assertThat(document.body()).contains("\"url\":\"/around\"");
    assertThat(document.header("X-Around")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void openApi_ofADeployment_isBelowItsPrefix(String app) throws IOException {
    Wire.Answer answer = Wire.get(node.port(), app + "/openapi.json");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body())
        .startsWith("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Main\",\"version\":\"1.0\"}")
        .contains("\"servers\":[{\"url\":\"" + app + "\"}]", "/orders/{id}", "\"Receipt\"");
  }

  @ParameterizedTest
  @CsvSource({
    "'Routes.of(Route.get(\"/openapi.json\").handle(call -> 1))', 200, 1",
    "'Routes.of(Route.get(\"/{any}\").handle(call -> 1)).withoutOpenApi()', 200, 1",
    "'Routes.of(Route.get(\"/\").handle(call -> 1)).withoutOpenApi()', 404, no route",
    "'Routes.of(Route.get(\"/{any}\").handle(call -> 1))', 200, 3.1.0",
  })
  void openApi_andRoutesOfTheAuthors_wordsWin(String routes, int status, String body)
      throws IOException {
    String app = "openapi" + Integer.toHexString(routes.hashCode());
    String source = "public Routes routes() { return " + routes + "; }";
    node.run(app, Shop.jar(source), Map.of());

    Wire.Answer answer = Wire.get(node.port(), "/" + app + "/openapi.json");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Routes.of(get(\"/{a}\"), get(\"/{b}\"))|GET /{a} (demo.Main.get (Main.java:",
        "Routes.of(get(\"/{a}\"), get(\"/{b}\"))|are for the same requests: take one out",
        "Routes.of(get(\"/a\").body(String.class).handle((c, b) -> b))|a GET request has no body",
        "Routes.of(Route.post(\"/\").body(Thread.class).handle((c, b) -> \"\"))|POST / (demo.Main.routes (Main.java:10)): no body can be mapped to java.lang.Thread: java.lang.Thread: it is no value",
        "Routes.of(Route.post(\"/\").body(Odd.class).handle((c, b) -> \"\"))|no body can be mapped to demo.Main$Odd: demo.Main$Odd: it has no constructor",
        "Routes.of(Route.post(\"/\").body(Deep[].class).handle((c, b) -> \"\"))|field '[].odds[]': demo.Main$Odd",
        "Routes.of(Route.post(\"/\").body(Shape.class).handle((c, b) -> \"\"))|demo.Main$Shape: it is abstract",
        "null|it returned null: return Routes.of",
      })
  void start_withRoutesThatCannotBe_failsAndSaysWhere(String routes, String why) {
    String returned = routes.replace("get(\"/a\")", "Route.get(\"/a\")");
    String body =
        """
        public static final class Odd { public Odd(String one, String two) {} }
        public interface Shape {}
        public record Deep(Optional<Deep> more, Map<String, Odd> odds) {}
        static Route get(String template) { return Route.get(template).handle(call -> ""); }
        public Routes routes() { return %s; }
        """
            .formatted(returned);
    SmallNode.Version version = node.store("wrong" + why.hashCode(), "demo.Main", Shop.jar(body));
    ReplicaId id = node.assign(version, "a", Map.of());
    node.follow();
    node.awaitState(id, ReplicaState.FAILED);

    assertThat(node.of(id).message()).contains("routes of demo.Main").contains(why);
    node.stop(id);
  }

  private static Problem expect(Wire.Answer answer, int status, String field) {
    Problem problem = answer.assertProblem(status);
    assertThat(problem.field()).as(problem.detail()).isEqualTo(field);
    return problem;
  }
}
