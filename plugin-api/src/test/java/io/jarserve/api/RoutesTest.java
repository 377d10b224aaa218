package io.jarserve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which route a request belongs to, and what those get that belong to none. */
class RoutesTest {

  record Order(String item) {}

  private static final Routes SHOP =
      Routes.of(
          named("GET", "/"),
          named("GET", "/orders"),
          named("POST", "/orders"),
          named("GET", "/orders/latest"),
          named("GET", "/orders/{id}"),
          named("DELETE", "/orders/{id}"),
          named("GET", "/orders/{id}/lines/{line}"),
          named("GET", "/orders/latest/lines/{line}"),
          named("GET", "/files/{path...}"),
          named("GET", "/files/index"),
          named("OPTIONS", "/own"),
          named("HEAD", "/own"),
          named("GET", "/own"));

  private static final Routes CROSSED =
      Routes.of(
          named("GET", "/{any}/about"),
          named("GET", "/orders/{id}/lines"),
          named("POST", "/orders/{id}"),
          named("GET", "/{all...}"));

  @ParameterizedTest
  @CsvSource({
    "GET, /, GET /",
    "GET, /orders, GET /orders",
    "GET, /orders/, GET /orders",
    "POST, /orders, POST /orders",
    "GET, /orders/latest, GET /orders/latest",
    "GET, /orders/7, GET /orders/{id} id=7",
    "GET, /orders/7/, GET /orders/{id} id=7",
    "GET, /orders/a b, GET /orders/{id} id=a b",
    "DELETE, /orders/latest, DELETE /orders/{id} id=latest",
    "GET, /orders/7/lines/8, GET /orders/{id}/lines/{line} id=7 line=8",
    "GET, /orders/latest/lines/8, GET /orders/latest/lines/{line} line=8",
    "GET, /files/index, GET /files/index",
    "GET, /files/a/b.txt, GET /files/{path...} path=a/b.txt",
    "GET, /files/a/, GET /files/{path...} path=a/",
    "HEAD, /orders/7, GET /orders/{id} id=7",
    "HEAD, /own, HEAD /own",
    "OPTIONS, /own, OPTIONS /own",
  })
  void handle_ofAPath_takesTheMostSpecificRoute(String method, String path, String answer)
      throws Exception {
    assertThat(text(SHOP.handle(Asked.of(method, path)))).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /orders/about, GET /{any}/about any=orders",
    "GET, /orders/7/lines, GET /orders/{id}/lines id=7",
    "GET, /orders/7/else, GET /{all...} all=orders/7/else",
    "GET, /orders, GET /{all...} all=orders",
    "POST, /orders/about, POST /orders/{id} id=about",
  })
  void handle_ofAPathThatBeginsLikeAnother_findsItsOwn(String method, String path, String answer)
      throws Exception {
    assertThat(text(CROSSED.handle(Asked.of(method, path)))).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/orders/7/lines", "/files", "/orders/7/lines/8/9", "//"})
  void handle_ofAnUnknownPath_is404(String path) {
    Routes routes = Routes.of(SHOP.list().subList(1, SHOP.list().size()));

    RequestException refusal = refusal(routes, Asked.get(path));

    assertThat(refusal.status()).isEqualTo(404);
    assertThat(refusal).hasMessage("no route of this deployment is for " + path);
  }

  @Test
  void handle_ofAnotherMethod_is405AndNamesTheAllowed() {
    RequestException refusal = refusal(SHOP, Asked.of("PUT", "/orders/7"));

    assertThat(refusal.status()).isEqualTo(405);
    assertThat(refusal)
        .hasMessage("PUT is not offered for /orders/7; allowed are GET, DELETE, HEAD, OPTIONS");
    assertThat(refusal.headers())
        .containsExactly(new Response.Header("Allow", "GET, DELETE, HEAD, OPTIONS"));
    assertThat(refusal(CROSSED, Asked.of("HEAD", "/")).status()).isEqualTo(404);
    assertThat(refusal(Routes.of(named("POST", "/x")), Asked.of("HEAD", "/x")).status())
        .isEqualTo(405);
  }

  @Test
  void handle_ofOptions_saysWhatIsAllowed() throws Exception {
    Response answer = SHOP.handle(Asked.of("OPTIONS", "/orders"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers())
        .containsExactly(new Response.Header("Allow", "GET, POST, HEAD, OPTIONS"));
    assertThat(refusal(SHOP, Asked.of("OPTIONS", "/nowhere")).status()).isEqualTo(404);
  }

  @Test
  void handle_ofAValue_isJsonWithTheDeclaredStatus() throws Exception {
    Order order = new Order("tea");
    Routes routes =
        Routes.of(
            Route.get("/plain").handle(call -> order),
            Route.post("/made").returns(409).returns(201, Order.class).handle(call -> order),
            Route.get("/null").handle(call -> null));

    Response plain = routes.handle(Asked.get("/plain"));
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.body()).isEqualTo(new Response.Json(order));
    assertThat(routes.handle(Asked.of("POST", "/made")).status()).isEqualTo(201);
    assertThatThrownBy(() -> routes.handle(Asked.get("/null")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GET /null (" + RoutesTest.class.getName())
        .hasMessageContaining("return Response.empty(204) instead");
  }

  @Test
  void handle_ofADeclaredBody_handsItOver() throws Exception {
    Routes routes =
        Routes.of(
            Route.put("/{id}")
                .body(Order.class)
                .handle((call, order) -> Response.text(call.path("id") + " " + order.item())));

    Asked request = Asked.of("PUT", "/7").withBody(new Order("tea"));
    assertThat(text(routes.handle(request))).isEqualTo("7 tea");
  }

  @Test
  void handle_ofAnHttpDeployment_goesToItsRoutes() throws Exception {
    HttpDeployment deployment = () -> SHOP;

    assertThat(text(deployment.handle(Asked.get("/orders")))).isEqualTo("GET /orders");
  }

  @Test
  void and_moreRoutes_keepsTheDescription() throws Exception {
    Routes more =
        SHOP.titled("Shop").describedAs("sells").withoutOpenApi().and(named("GET", "/more"));

    assertThat(text(more.handle(Asked.get("/more")))).isEqualTo("GET /more");
    assertThat(more.title()).isEqualTo("Shop");
    assertThat(more.description()).isEqualTo("sells");
    assertThat(more.hasOpenApi()).isFalse();
    assertThat(SHOP.hasOpenApi()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/orders/{id}, /orders/{key}",
    "/{a...}, /{b...}",
    "/orders, /orders",
  })
  void of_sameTemplates_namesBothAndWhereTheyAre(String one, String other) {
    assertThatThrownBy(() -> Routes.of(named("GET", one), named("GET", other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GET " + one + " (" + RoutesTest.class.getName() + ".named")
        .hasMessageContaining(" and GET " + other + " (")
        .hasMessageContaining("(RoutesTest.java:")
        .hasMessageEndingWith("are for the same requests: take one out");
  }

  @ParameterizedTest
  @CsvSource({
    "/{x}/about, /orders/{id}",
    "/a/{x}/c, /a/b/{y}",
    "/{x}/b, /a/{rest...}",
  })
  void of_ambiguousTemplates_namesBoth(String one, String other) {
    assertThatThrownBy(() -> Routes.of(named("GET", one), named("GET", other)))
        .hasMessageContaining("GET " + one)
        .hasMessageContaining("GET " + other)
        .hasMessageContaining("neither is the more specific one");
    assertThat(Routes.of(named("GET", one), named("POST", other)).list()).hasSize(2);
  }

  @Test
  void of_nothing_isRefused() {
    assertThatThrownBy(() -> Routes.of()).hasMessage("there are no routes: give at least one");
  }

  private static Route named(String method, String template) {
    return Route.of(method, template)
        .handle(
            call -> {
              StringBuilder text = new StringBuilder(method + " " + template);
              for (String open : call.route().openSegments()) {
                text.append(' ').append(open).append('=').append(call.path(open));
              }
              return Response.text(text.toString());
            });
  }

  private static RequestException refusal(Routes routes, Request request) {
    return catchThrowableOfType(RequestException.class, () -> routes.handle(request));
  }

  private static String text(Response response) {
    return new String(((Response.Bytes) response.body()).content(), StandardCharsets.UTF_8);
  }
}
