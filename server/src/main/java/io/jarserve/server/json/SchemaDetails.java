package io.jarserve.server.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonValueFormat;

/** What a schema says of a value beside its type. */
final class SchemaDetails {

  private SchemaDetails() {}

  /** The same, or null. */
  static Map<String, Object> orNull(Map<String, Object> schema) {
    if (schema.isEmpty()) {
      return schema;
    }
    if (schema.get("type") instanceof String type && !schema.containsKey("enum")) {
      Map<String, Object> wider = new LinkedHashMap<>(schema);
      wider.put("type", List.of(type, "null"));
      return wider;
    }
    return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
  }

  /** Of a string. */
  static final class Text extends JsonStringFormatVisitor.Base {
    private final Map<String, Object> schema;

    Text(Map<String, Object> schema) {
      this.schema = schema;
    }

    @Override
    public void format(JsonValueFormat format) {
      schema.put("format", format.toString());
    }

    @Override
    public void enumTypes(Set<String> words) {
      schema.put("enum", new ArrayList<>(words));
    }
  }

  /** Of a number. */
  static final class Fraction extends JsonNumberFormatVisitor.Base {
    private final Map<String, Object> schema;

    Fraction(Map<String, Object> schema) {
      this.schema = schema;
    }

    @Override
    public void numberType(NumberType type) {
      if (type == NumberType.DOUBLE || type == NumberType.FLOAT) {
        schema.put("format", type.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  /** Of a whole number. */
  static final class Whole extends JsonIntegerFormatVisitor.Base {
    private final Map<String, Object> schema;

    Whole(Map<String, Object> schema) {
      this.schema = schema;
    }

    @Override
    public void numberType(NumberType type) {
      if (type == NumberType.INT || type == NumberType.LONG) {
        schema.put("format", type == NumberType.INT ? "int32" : "int64");
      }
    }
  }
}
