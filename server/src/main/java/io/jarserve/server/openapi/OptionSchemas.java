package io.jarserve.server.openapi;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.OptionKey.Form;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Schemas of the options of a deployment, as the one table of them has it. Stateless. */
public final class OptionSchemas {

  private OptionSchemas() {}

  /** All options by their names in JSON. */
  public static Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (OptionKey key : OptionKey.values()) {
      properties.put(key.yamlName(), schema(key));
    }
    return properties;
  }

  private static Map<String, Object> schema(OptionKey key) {
    Map<String, Object> schema = new LinkedHashMap<>(schema(key.form()));
    schema.put(
        "description",
        key.change() == OptionKey.Change.IN_PLACE
            ? "a change is applied to the running replicas"
            : "a change replaces the replicas");
    return schema;
  }

  private static Map<String, Object> schema(Form form) {
    if (form instanceof Form.Whole whole) {
      return Map.of("type", "integer", "minimum", whole.least(), "maximum", whole.most());
    } else if (form instanceof Form.Time time) {
      return Map.of(
          "type", "number", "minimum", seconds(time.least()), "maximum", seconds(time.most()));
    } else if (form instanceof Form.OneOf oneOf) {
      return Map.of("type", "string", "enum", List.copyOf(oneOf.words()));
    } else if (form instanceof Form.Flag) {
      return Map.of("type", "boolean");
    } else if (form instanceof Form.Prefix) {
      return Map.of("type", "string", "examples", List.of("/hello"));
    }
    return Map.of("type", "object", "additionalProperties", true);
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
  }
}
