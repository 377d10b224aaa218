package io.jarserve.server.admin;

import io.jarserve.server.json.Json;
import io.jarserve.server.model.Role;
import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Content;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Outcome;
import io.jarserve.server.openapi.Endpoint.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The API as a page for people: no scripts, nothing loaded from anywhere. Used once. */
final class ApiPage {

  private static final String HEAD =
      """
      <html lang="en"><head><meta charset="utf-8"><title>Jarserve admin API</title>
      <meta name="viewport" content="width=device-width">
      <style>%s</style></head><body>
      """
          .formatted(PageStyle.STYLE);

  private static final String FACTS =
      """
      <p class="facts">For programs: <a href="/api/openapi.json">/api/openapi.json</a>. Errors are
      application/problem+json, with a reason for programs and the field that is at fault.
      <a href="/">The status</a></p>
      """;

  private final Html html = new Html();

  private ApiPage() {}

  /**
   * @param described the OpenAPI document, for the schemas
   */
  static String of(String version, List<AdminRoute> routes, Map<String, Object> described) {
    return new ApiPage().render(version, routes, described);
  }

  private String render(String version, List<AdminRoute> routes, Map<String, Object> described) {
    html.raw(HEAD).element("h1", "title", "Jarserve admin API " + version);
    html.raw(FACTS);
    List<String> groups =
        routes.stream().map(route -> route.endpoint().group()).distinct().toList();
    for (String group : groups) {
      html.element("h2", "group", group);
      routes.stream().filter(r -> r.endpoint().group().equals(group)).forEach(this::route);
    }
    html.element("h2", "group", "schemas");
    if (described.get("components") instanceof Map<?, ?> components
        && components.get("schemas") instanceof Map<?, ?> schemas) {
      schemas.forEach(this::schema);
    }
    return html.close("body").close("html").toString();
  }

  private void route(AdminRoute route) {
    Endpoint endpoint = route.endpoint();
    html.open("h3", "route").open("code");
    html.text(endpoint.method() + " " + endpoint.template()).close("code").close("h3");
    String access = route.role() == Role.ANYONE ? "for anyone" : "takes " + route.role().word();
    html.element("p", "message", endpoint.summary() + " (" + access + ").");
    if (!endpoint.description().isEmpty()) {
      html.element("p", "message", endpoint.description());
    }
    html.open("table");
    endpoint.inputs().forEach(this::input);
    endpoint
        .body()
        .ifPresent(body -> row("body", content(body), "up to " + body.most() + " bytes"));
    endpoint.answers().forEach(this::answer);
    html.close("table");
  }

  private void input(Input input) {
    String kind = input.place().name().toLowerCase(Locale.ROOT);
    row(kind + (input.required() ? "" : ", optional"), input.name(), input.description());
  }

  private void answer(int status, Outcome outcome) {
    row("answer " + status, outcome.content().map(ApiPage::content).orElse(""), outcome.meaning());
  }

  private void row(String kind, String what, String about) {
    html.open("tr").element("td", "kind", kind).open("td").open("code").text(what).close("code");
    html.close("td").element("td", "about", about).close("tr");
  }

  private static String content(Content content) {
    Shape shape = content.shape();
    if (shape instanceof Shape.Of of && of.type() != String.class) {
      return of.type().getSimpleName();
    }
    return shape instanceof Shape.Drawn drawn ? drawn.name() : content.mediaType();
  }

  private void schema(Object name, Object schema) {
    html.element("h3", "schema", String.valueOf(name)).open("pre").text(Json.pretty(schema));
    html.close("pre");
  }
}
