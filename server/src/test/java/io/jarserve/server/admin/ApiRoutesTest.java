package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.json.Json;
import io.jarserve.server.metrics.Meters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The document and the page about the API, as they are served. */
@Timeout(300)
class ApiRoutesTest {

  private final Meters meters = new Meters();
  private final AdminServer admin =
      new AdminServer(AdminPort.local(0), Statuses::empty, meters, () -> {});

  @BeforeEach
  void start() throws Exception {
    admin.start();
  }

  @AfterEach
  void close() {
    admin.close();
    meters.close();
  }

  @Test
  void document_ofTheServer_listsEveryRouteWithItsRole() throws Exception {
    Map<?, ?> document = document();

    assertThat(document.get("openapi")).isEqualTo("3.1.0");
    assertThat(object(document, "paths", "/api/serve/shutdown", "post").get("x-role"))
        .isEqualTo("admin");
    assertThat(object(document, "paths").keySet().stream().map(String::valueOf))
        .contains("/", "/metrics", "/-/healthz", "/api/openapi.json", "/api/")
        .contains("/api/serve/applications/", "/api/serve/applications/{name}");
  }

  @Test
  void document_ofTheServer_drawsTheStatusInSnakeCase() throws Exception {
    Map<?, ?> properties =
        object(document(), "components", "schemas", "ApplicationView", "properties");

    assertThat(properties.keySet().stream().map(String::valueOf))
        .contains("route_prefix", "last_deployed_time_s", "deployments");
  }

  @Test
  void document_thatTheCallerHas_isNotSentAgain() throws Exception {
    String tag = get("/api/openapi.json").headers().get("ETag");
    RawHttp.Answer again =
        RawHttp.send(
            admin.port(),
            "GET /api/openapi.json HTTP/1.1",
            "Host: localhost",
            "If-None-Match: " + tag);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void page_forPeople_listsEveryRouteAndLoadsNothing() throws Exception {
    String page = get("/api/").body();

    for (Object path : object(document(), "paths").keySet()) {
      assertThat(page).contains(String.valueOf(path));
    }
    assertThat(page).doesNotContain("<script", "src=", "url(", "@import").endsWith("</html>\n");
  }

  @Test
  void answers_ofEveryReadableRoute_areAmongThoseOfTheDocument() throws Exception {
    Map<?, ?> paths = object(document(), "paths");
    for (Map.Entry<?, ?> path : paths.entrySet()) {
      if (path.getValue() instanceof Map<?, ?> methods && methods.containsKey("get")) {
        RawHttp.Answer answer = get(String.valueOf(path.getKey()).replaceAll("\\{[^}]*}", "none"));
        Map<?, ?> responses = object(paths, String.valueOf(path.getKey()), "get", "responses");

        assertThat(List.of(200, 404)).as(String.valueOf(path)).contains(answer.status());
        assertThat(responses.keySet().stream().map(String::valueOf)).contains("200", "default");
      }
    }
  }

  private Map<?, ?> document() throws Exception {
    return Json.read(get("/api/openapi.json").body().getBytes(UTF_8), Map.class);
  }

  private static Map<?, ?> object(Map<?, ?> from, String... path) {
    Map<?, ?> at = from;
    for (String step : path) {
      assertThat(at.get(step)).as(step + " in " + at.keySet()).isInstanceOf(Map.class);
      at = (Map<?, ?>) at.get(step);
    }
    return at;
  }

  private RawHttp.Answer get(String path) throws Exception {
    return RawHttp.send(admin.port(), "GET " + path + " HTTP/1.1", "Host: localhost");
  }
}
