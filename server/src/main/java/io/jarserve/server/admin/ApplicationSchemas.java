package io.jarserve.server.admin;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.OptionKey.Form;
import io.jarserve.server.openapi.Endpoint.Shape;
import io.jarserve.server.openapi.OptionSchemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is sent to deploy and change applications, as JSON Schemas. Stateless. */
final class ApplicationSchemas {

  static final long MOST_REPLICAS =
      OptionKey.NUM_REPLICAS.form() instanceof Form.Whole whole ? whole.most() : Long.MAX_VALUE;

  private static final Map<String, Object> TEXT = Map.of("type", "string");

  private ApplicationSchemas() {}

  /** One application, whose name the path has. */
  static Shape.Drawn application() {
    return new Shape.Drawn("ApplicationConfig", object(applicationFields(), List.of()));
  }

  /** All of them. */
  static Shape.Drawn applications() {
    Map<String, Object> named = object(applicationFields(), List.of("name"));
    Map<String, Object> list = Map.of("type", "array", "items", named);
    return new Shape.Drawn(
        "ApplicationsConfig", object(Map.of("applications", list), List.of("applications")));
  }

  /** Options alone. */
  static Shape.Drawn options() {
    return new Shape.Drawn("ApplicationOptions", object(optionFields(), List.of()));
  }

  static Shape.Drawn rollback() {
    return new Shape.Drawn(
        "Rollback",
        object(
            Map.of("version", about("integer", "one of its versions; the one before without it")),
            List.of()));
  }

  static Shape.Drawn restart() {
    return new Shape.Drawn(
        "Restart",
        object(Map.of("deployment", about("string", "only this one; all without it")), List.of()));
  }

  static Shape.Drawn scale() {
    Map<String, Object> replicas =
        Map.of("type", "integer", "minimum", 0, "maximum", MOST_REPLICAS);
    return new Shape.Drawn(
        "Scale", object(Map.of("target_num_replicas", replicas), List.of("target_num_replicas")));
  }

  private static Map<String, Object> applicationFields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", about("string", "the Plugin-Id"));
    fields.put("digest", about("string", "SHA-256 of an uploaded artifact, in hexadecimal digits"));
    fields.put(
        "jar",
        about("string", "in place of digest: absolute path or file: URL on the server's machine"));
    fields.putAll(optionFields());
    return fields;
  }

  private static Map<String, Object> optionFields() {
    Map<String, Object> single = new LinkedHashMap<>();
    single.put("name", TEXT);
    single.putAll(OptionSchemas.properties());
    Map<String, Object> fields = new LinkedHashMap<>(OptionSchemas.properties());
    fields.put("deployments", Map.of("type", "array", "items", object(single, List.of("name"))));
    return fields;
  }

  private static Map<String, Object> about(String type, String description) {
    return Map.of("type", type, "description", description);
  }

  private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }
}
