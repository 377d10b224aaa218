package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.model.Role;
import io.jarserve.server.openapi.Endpoint;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteListTest {

  private static final RouteList ROUTES =
      new RouteList(
          List.of(
              route("GET", "/things/", "list"),
              route("PUT", "/things/", "replace"),
              route("GET", "/things/{name}", "one"),
              route("GET", "/things/about", "about"),
              route("POST", "/things/{name}/parts/{part}/scale", "scale")));

  @ParameterizedTest
  @CsvSource({
    "GET,  /things,              list",
    "GET,  /things/,             list",
    "HEAD, /things/,             list",
    "PUT,  /things/,             replace",
    "GET,  /things/a b,          one",
    "GET,  /things/about,        about",
    "POST, /things/a/parts/b/scale/, scale"
  })
  void match_ofAPath_findsTheMostSpecificRoute(String method, String path, String id) {
    assertThat(ROUTES.match(method, path))
        .asInstanceOf(InstanceOfAssertFactories.type(RouteList.Match.Found.class))
        .extracting(found -> found.route().endpoint().id())
        .isEqualTo(id);
  }

  @Test
  void match_withOpenSegments_givesTheirValues() {
    assertThat(ROUTES.match("POST", "/things/a/parts/b c/scale"))
        .asInstanceOf(InstanceOfAssertFactories.type(RouteList.Match.Found.class))
        .extracting(RouteList.Match.Found::path, InstanceOfAssertFactories.MAP)
        .containsOnly(Map.entry("name", "a"), Map.entry("part", "b c"));
  }

  @Test
  void match_ofAnotherMethod_listsWhatIsAllowed() {
    Answer answer = other("DELETE", "/things/");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("Allow", "GET, PUT, HEAD, OPTIONS");
    assertThat(other("OPTIONS", "/things/a").status()).isEqualTo(204);
  }

  @Test
  void match_ofAnUnknownPath_namesTheNearest() {
    Answer answer = other("GET", "/thinks/");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(UTF_8.decode(answer.body().duplicate()).toString())
        .contains("did you mean '/things/'?");
  }

  @Test
  void routes_forTheSameRequests_areRefused() {
    assertThatThrownBy(
            () -> new RouteList(List.of(route("GET", "/a/{x}", "x"), route("GET", "/a/{y}/", "y"))))
        .hasMessageContaining("GET /a/{y}/");
  }

  private static Answer other(String method, String path) {
    return ((RouteList.Match.Other) ROUTES.match(method, path)).answer();
  }

  private static AdminRoute route(String method, String template, String id) {
    return AdminRoute.of(
        Endpoint.of(method, template, id, id), Role.READ, call -> Answer.empty(204));
  }
}
