package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.json.Json;
import io.jarserve.server.model.Role;
import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Content;
import io.jarserve.server.openapi.Endpoint.Form;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Outcome;
import io.jarserve.server.openapi.Endpoint.Place;
import io.jarserve.server.openapi.Endpoint.Shape;
import io.jarserve.server.openapi.EndpointDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Describes the API, itself included: as an OpenAPI document for programs and as a page for people,
 * both made at the first request, of the routes that are served. Any thread.
 */
final class ApiRoutes {

  static final Input IF_NONE_MATCH =
      new Input(
          Place.HEADER,
          "If-None-Match",
          Form.TEXT,
          false,
          "answers 304 when the ETag of what is there is one of these");

  private static final String DESCRIPTION =
      """
      Deploys, changes and watches applications. Errors are `application/problem+json`, with a \
      `reason` for programs and the `field` that is at fault. A slash at the end of a path makes \
      no difference. `x-role` is what a caller must be allowed to do: anyone, read, deploy or \
      admin, each including those before it.""";

  private final Supplier<String> version;
  private final List<AdminRoute> all;
  private volatile @Nullable Described described;

  /** Two requests at once may make two of them, which are equal. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Described(byte[] document, String tag, String page) {}

  private ApiRoutes(Supplier<String> version, List<AdminRoute> others) {
    this.version = version;
    this.all = new ArrayList<>(others);
    all.add(documentRoute());
    all.add(pageRoute());
  }

  /**
   * These routes and those that describe them all.
   *
   * @param version of the server; asked for at the first request
   */
  static List<AdminRoute> describing(Supplier<String> version, List<AdminRoute> routes) {
    return new ApiRoutes(version, routes).all;
  }

  private Described described() {
    Described known = described;
    if (known == null) {
      known = describe(version.get());
      described = known;
    }
    return known;
  }

  private Described describe(String now) {
    List<Endpoint> endpoints = all.stream().map(AdminRoute::endpoint).toList();
    Map<String, Object> document = EndpointDocument.of(info(now), endpoints, Json.checked());
    byte[] written = Json.pretty(document).getBytes(UTF_8);
    String tag = Etags.strong(UUID.nameUUIDFromBytes(written).toString());
    return new Described(written, tag, ApiPage.of(now, all, document));
  }

  private AdminRoute documentRoute() {
    Endpoint endpoint =
        InstanceRoutes.reading("/api/openapi.json", "getOpenApi", "Describes this API for programs")
            .with(IF_NONE_MATCH)
            .answering(200, new Outcome("An OpenAPI 3.1 document", Optional.of(anyObject())))
            .answering(304, new Outcome("You have it", Optional.empty()));
    return AdminRoute.of(endpoint, Role.ANYONE, this::document);
  }

  private static Content anyObject() {
    Shape shape = new Shape.Drawn("OpenApiDocument", Map.of("type", "object"));
    return new Content("application/json", shape, 0);
  }

  private AdminRoute pageRoute() {
    Endpoint endpoint =
        InstanceRoutes.reading("/api/", "getApiPage", "Describes this API as a page")
            .answering(200, InstanceRoutes.text("A page", "text/html"));
    return AdminRoute.of(
        endpoint, Role.ANYONE, call -> Answer.text("text/html; charset=utf-8", described().page()));
  }

  private Answer document(Call call) {
    Described now = described();
    Answer answer = Answer.json(200, now.document());
    return Etags.unlessKnown(call.header("If-None-Match"), now.tag(), answer);
  }

  private static Map<String, Object> info(String version) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("title", "Jarserve admin API");
    info.put("version", version);
    info.put("description", DESCRIPTION);
    return info;
  }
}
