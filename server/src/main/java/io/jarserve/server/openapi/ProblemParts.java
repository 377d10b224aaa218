package io.jarserve.server.openapi;

import io.jarserve.server.json.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How every document describes errors. Stateless. */
final class ProblemParts {

  static final String SCHEMA = "Problem";

  private static final String REFUSED = "Refused";
  private static final String FAILED = "Failed";

  private ProblemParts() {}

  static Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("type", Map.of("type", "string", "format", "uri-reference"));
    properties.put("title", Map.of("type", "string"));
    properties.put("status", Map.of("type", "integer"));
    properties.put("detail", Map.of("type", "string"));
    properties.put("request_id", Map.of("type", "string"));
    properties.put("reason", Map.of("type", "string"));
    properties.put(
        "field",
        Map.of("type", "string", "description", "JSON path of a field, or name of a parameter"));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("description", "An error as of RFC 9457");
    schema.put("properties", properties);
    schema.put("required", List.of("type", "title", "status", "detail"));
    return schema;
  }

  static Map<String, Object> responses(String schemas) {
    Map<String, Object> content =
        Map.of(Problem.CONTENT_TYPE, Map.of("schema", Map.of("$ref", schemas + SCHEMA)));
    return Map.of(
        REFUSED,
        Map.of("description", "A parameter or the body does not fit", "content", content),
        FAILED,
        Map.of("description", "Any other error", "content", content));
  }

  /** A parameter or the body does not fit. */
  static Map<String, Object> refused() {
    return Map.of("$ref", "#/components/responses/" + REFUSED);
  }

  /** Any other error. */
  static Map<String, Object> failed() {
    return Map.of("$ref", "#/components/responses/" + FAILED);
  }
}
