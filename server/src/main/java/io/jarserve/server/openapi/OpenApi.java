package io.jarserve.server.openapi;

import io.jarserve.api.Route;
import io.jarserve.api.Routes;
import io.jarserve.server.json.CheckedJson;
import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonSchemas;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The OpenAPI document of a deployment. Made once; the bytes are kept for the route prefix that was
 * asked for last, because an operator may change it under a running replica. Any thread.
 */
public final class OpenApi {

  /** Where it is, below the route prefix. */
  public static final String PATH = "/openapi.json";

  private static final String SCHEMAS = "#/components/schemas/";

  /** Those that the format knows. */
  private static final Set<String> METHODS =
      Set.of("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE");

  private final Map<String, Object> document;
  private volatile Rendered rendered = new Rendered("", new byte[0]);

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rendered(String prefix, byte[] bytes) {}

  private OpenApi(Map<String, Object> document) {
    this.document = document;
  }

  /**
   * Describes routes.
   *
   * @param name of the deployment, for routes without a title
   * @param version of the application
   * @throws IllegalArgumentException when a declared answer is of a class that no JSON can be made
   *     of; names the route
   */
  public static OpenApi of(Routes routes, String name, String version, CheckedJson json) {
    JsonSchemas schemas = new JsonSchemas(json, SCHEMAS);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", info(routes, name, version));
    document.put("paths", paths(routes.list(), new Operations(schemas)));
    Map<String, Object> all = new LinkedHashMap<>(schemas.components());
    all.put(ProblemParts.SCHEMA, ProblemParts.schema());
    document.put(
        "components", Map.of("schemas", all, "responses", ProblemParts.responses(SCHEMAS)));
    return new OpenApi(document);
  }

  /**
   * The document as JSON.
   *
   * @param prefix the route prefix, decoded
   */
  public byte[] bytes(String prefix) {
    Rendered last = rendered;
    if (last.bytes().length == 0 || !last.prefix().equals(prefix)) {
      last = new Rendered(prefix, render(prefix));
      rendered = last;
    }
    return last.bytes();
  }

  private byte[] render(String prefix) {
    Map<String, Object> whole = new LinkedHashMap<>(document);
    if (!prefix.equals("/")) {
      whole.put("servers", List.of(Map.of("url", encoded(prefix))));
    }
    return Json.write(whole);
  }

  private static String encoded(String prefix) {
    try {
      return new URI(null, null, prefix, null).toASCIIString();
    } catch (URISyntaxException e) {
      return prefix;
    }
  }

  private static Map<String, Object> info(Routes routes, String name, String version) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("title", routes.title().isEmpty() ? name : routes.title());
    info.put("version", version);
    if (!routes.description().isEmpty()) {
      info.put("description", routes.description());
    }
    return info;
  }

  /** Paths that differ in the names of their parameters alone are one path to the format. */
  private static Map<String, Object> paths(List<Route> routes, Operations operations) {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    Map<String, OpenApiPath> byShape = new HashMap<>();
    for (Route route : routes) {
      if (METHODS.contains(route.method())) {
        OpenApiPath own = OpenApiPath.of(route.template());
        OpenApiPath path = byShape.computeIfAbsent(own.shape(), first -> own);
        paths
            .computeIfAbsent(path.text(), first -> new LinkedHashMap<>())
            .computeIfAbsent(
                route.method().toLowerCase(Locale.ROOT), first -> operations.of(route, path));
      }
    }
    return new LinkedHashMap<>(paths);
  }
}
