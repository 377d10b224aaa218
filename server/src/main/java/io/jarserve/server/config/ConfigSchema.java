package io.jarserve.server.config;

import io.jarserve.server.model.OptionKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of config files, for editors: made from {@link ConfigKey} and {@link OptionKey},
 * so that it knows what the server knows. A value may always be a text that holds a variable.
 * Stateless.
 */
public final class ConfigSchema {

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final String VARIABLE = "variable";
  private static final String SECONDS = "^\\d+(\\.\\d+)?\\s*(ms|s|m|h)$";

  private ConfigSchema() {}

  /** The whole document. */
  public static Map<String, Object> document() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DIALECT);
    schema.put("title", "jarserve.yaml");
    schema.put(
        "description", "Settings of a Jarserve server, and the applications that it serves.");
    schema.putAll(object(settings(), List.of()));
    schema.put("$defs", Map.of(VARIABLE, variable()));
    return schema;
  }

  private static Map<String, Object> settings() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (ConfigKey key : ConfigKey.values()) {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", key.about());
      property.put("default", ConfigValues.plain(key.form(), key.standard()));
      property.putAll(form(key.form()));
      properties.put(key.yamlName(), property);
    }
    properties.put(ConfigFile.APPLICATIONS, applications());
    return properties;
  }

  private static Map<String, Object> applications() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(
        ApplicationsSection.NAME,
        text("The Plugin-Id of its JAR.", "^" + ApplicationsSection.SAFE_NAME.pattern() + "$"));
    properties.put(
        ApplicationsSection.IMPORT_PATH,
        text("Its JAR; a relative path starts at this file.", "\\S"));
    properties.putAll(options());
    properties.put(ApplicationsSection.DEPLOYMENTS, deployments());
    return list(
        "The applications that this file asks for.",
        object(properties, List.of(ApplicationsSection.NAME, ApplicationsSection.IMPORT_PATH)));
  }

  private static Map<String, Object> deployments() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(ApplicationsSection.NAME, text("The name of its class.", "\\S"));
    properties.putAll(options());
    return list(
        "Options of single deployments, over those of the application.",
        object(properties, List.of(ApplicationsSection.NAME)));
  }

  private static Map<String, Object> options() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (OptionKey key : OptionKey.values()) {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put(
          "description",
          key.change() == OptionKey.Change.IN_PLACE
              ? "A change is applied to the running replicas."
              : "A change replaces the running replicas.");
      property.putAll(form(key.form()));
      properties.put(key.yamlName(), property);
    }
    return properties;
  }

  private static Map<String, Object> form(ConfigKey.Form form) {
    if (form instanceof ConfigKey.Form.Whole whole) {
      return orVariable(whole(whole.least(), whole.most()));
    } else if (form instanceof ConfigKey.Form.Time time) {
      return orVariable(seconds(time.least(), time.most()));
    } else if (form instanceof ConfigKey.Form.OneOf oneOf) {
      return orVariable(Map.of("enum", oneOf.words()));
    } else if (form instanceof ConfigKey.Form.Flag) {
      return orVariable(Map.of("type", "boolean"));
    }
    return Map.of("type", "string");
  }

  private static Map<String, Object> form(OptionKey.Form form) {
    if (form instanceof OptionKey.Form.Whole whole) {
      return orVariable(whole(whole.least(), whole.most()));
    } else if (form instanceof OptionKey.Form.Time time) {
      return orVariable(Map.of("anyOf", List.of(seconds(time.least(), time.most()), duration())));
    } else if (form instanceof OptionKey.Form.OneOf oneOf) {
      return orVariable(Map.of("enum", oneOf.words()));
    } else if (form instanceof OptionKey.Form.Flag) {
      return orVariable(Map.of("type", "boolean"));
    }
    return structure(form);
  }

  private static Map<String, Object> structure(OptionKey.Form form) {
    if (form instanceof OptionKey.Form.SomeOf someOf) {
      return list("Some of these.", Map.of("enum", someOf.words()));
    } else if (form instanceof OptionKey.Form.Names) {
      return list("Names.", Map.of("type", "string"));
    } else if (form instanceof OptionKey.Form.Group group) {
      Map<String, Object> fields = new LinkedHashMap<>();
      group.fields().forEach((name, field) -> fields.put(name, form(field)));
      return object(fields, List.of());
    }
    return Map.of("type", form instanceof OptionKey.Form.Tree ? "object" : "string");
  }

  private static Map<String, Object> duration() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("pattern", SECONDS);
    return schema;
  }

  private static Map<String, Object> whole(long least, long most) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "integer");
    schema.put("minimum", least);
    if (most < Long.MAX_VALUE) {
      schema.put("maximum", most);
    }
    return schema;
  }

  private static Map<String, Object> seconds(Duration least, Duration most) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "number");
    schema.put("minimum", ConfigValues.plain(least));
    schema.put("maximum", ConfigValues.plain(most));
    return schema;
  }

  private static Map<String, Object> orVariable(Map<String, ?> schema) {
    return Map.of("anyOf", List.of(schema, Map.of("$ref", "#/$defs/" + VARIABLE)));
  }

  private static Map<String, Object> variable() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", "A variable of the environment: ${NAME} or ${NAME:-default}.");
    schema.put("type", "string");
    schema.put("pattern", "\\$\\{");
    return schema;
  }

  private static Map<String, Object> text(String about, String pattern) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", about);
    schema.put("type", "string");
    schema.put("pattern", "(" + pattern + ")|\\$\\{");
    return schema;
  }

  private static Map<String, Object> list(String about, Map<String, Object> items) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", about);
    schema.put("type", "array");
    schema.put("items", items);
    return schema;
  }

  private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    return schema;
  }
}
