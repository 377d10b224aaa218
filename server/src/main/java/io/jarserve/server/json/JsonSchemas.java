package io.jarserve.server.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;

/**
 * JSON Schemas (draft 2020-12) of classes, as plain maps: told by the mapper that reads and writes
 * them, so that they know whatever it knows of names, ignored fields, enums and dates. Classes with
 * fields get a name and are referred to; see {@link #components}. For one document; used by one
 * thread; holds classes, so it must not outlive their generation.
 */
public final class JsonSchemas {

  private final JsonMapper mapper;
  private final String home;
  private final Map<String, Map<String, Object>> components = new TreeMap<>();
  private final Map<JavaType, String> names = new HashMap<>();

  /**
   * @param home where {@link #components} will be, such as {@code #/components/schemas/}
   */
  public JsonSchemas(CheckedJson json, String home) {
    this.mapper = json.mapper();
    this.home = home;
  }

  /**
   * The schema of a class, or a reference to it.
   *
   * @throws JsonException when no JSON can be made of it; names the field
   */
  public Map<String, Object> of(Class<?> type) {
    try {
      Sketch sketch = new Sketch();
      mapper.acceptJsonFormatVisitor(type, sketch);
      return type == byte[].class ? Sketch.binary() : sketch.schema;
    } catch (JacksonException fault) {
      throw JsonException.ofType(JsonFaults.typeMessage(fault), fault);
    }
  }

  /** The schemas of all classes with fields that were met so far, by name. */
  public Map<String, Map<String, Object>> components() {
    return components;
  }

  private String name(JavaType type) {
    String simple = type.getRawClass().getSimpleName();
    String name = simple;
    for (int i = 2; components.containsKey(name); i++) {
      name = simple + i;
    }
    return name;
  }

  /** One schema that is being drawn. */
  private final class Sketch extends JsonFormatVisitorWrapper.Base {

    private final Map<String, Object> schema = new LinkedHashMap<>();

    static Map<String, Object> binary() {
      return Map.of("type", "string", "contentEncoding", "base64");
    }

    private Map<String, Object> part(JsonFormatVisitable drawn, JavaType type) {
      if (type.hasRawClass(byte[].class)) {
        return binary();
      }
      Sketch part = new Sketch();
      part.setContext(getContext());
      drawn.acceptJsonFormatVisitor(part, type);
      return part.schema;
    }

    @Override
    public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
      String known = names.get(type);
      if (known != null) {
        schema.put("$ref", home + known);
        return new Ignored();
      }
      if (type.isJavaLangObject()) {
        return new Ignored();
      }
      if (type.getRawClass().getName().startsWith("java.")) {
        throw JsonException.ofType(type.getRawClass().getName() + ": it is no value", null);
      }
      String name = name(type);
      Fields fields = new Fields();
      names.put(type, name);
      components.put(name, fields.object);
      schema.put("$ref", home + name);
      return fields;
    }

    @Override
    public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
      schema.put("type", "array");
      schema.put("items", Map.of());
      return new JsonArrayFormatVisitor.Base(getContext()) {
        @Override
        public void itemsFormat(JsonFormatVisitable drawn, JavaType element) {
          schema.put("items", part(drawn, element));
        }

        @Override
        public void itemsFormat(JsonFormatTypes format) {
          boolean any = format == JsonFormatTypes.ANY;
          schema.put("items", any ? Map.of() : Map.of("type", format.value()));
        }
      };
    }

    @Override
    public JsonMapFormatVisitor expectMapFormat(JavaType type) {
      schema.put("type", "object");
      return new JsonMapFormatVisitor.Base(getContext()) {
        @Override
        public void valueFormat(JsonFormatVisitable drawn, JavaType value) {
          schema.put("additionalProperties", part(drawn, value));
        }
      };
    }

    @Override
    public JsonStringFormatVisitor expectStringFormat(JavaType type) {
      schema.put("type", "string");
      return new SchemaDetails.Text(schema);
    }

    @Override
    public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
      schema.put("type", "number");
      return new SchemaDetails.Fraction(schema);
    }

    @Override
    public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
      schema.put("type", "integer");
      return new SchemaDetails.Whole(schema);
    }

    @Override
    public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
      schema.put("type", "boolean");
      return new JsonBooleanFormatVisitor.Base();
    }

    @Override
    public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
      return new JsonAnyFormatVisitor.Base();
    }

    /** Of a class that is drawn already, or of anything. */
    private final class Ignored extends JsonObjectFormatVisitor.Base {
      Ignored() {
        super(Sketch.this.getContext());
      }
    }

    /** The fields of a class. */
    private final class Fields extends JsonObjectFormatVisitor.Base {

      private final Map<String, Object> object = new LinkedHashMap<>();
      private final Map<String, Object> properties = new LinkedHashMap<>();
      private final List<String> required = new ArrayList<>();

      Fields() {
        super(Sketch.this.getContext());
        object.put("type", "object");
        object.put("properties", properties);
      }

      @Override
      public void property(BeanProperty property) {
        required.add(property.getName());
        object.put("required", required);
        properties.put(property.getName(), value(property));
      }

      @Override
      public void optionalProperty(BeanProperty property) {
        Map<String, Object> value = value(property);
        boolean primitive = property.getType().isPrimitive();
        properties.put(property.getName(), primitive ? value : SchemaDetails.orNull(value));
        if (primitive) {
          required.add(property.getName());
          object.put("required", required);
        }
      }

      private Map<String, Object> value(BeanProperty property) {
        JavaType type = property.getType();
        return part(getContext().findPrimaryPropertySerializer(type, property), type);
      }
    }
  }
}
