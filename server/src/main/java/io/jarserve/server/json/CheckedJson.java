package io.jarserve.server.json;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON that is held to its type, for the bodies of routes: unknown fields are refused, and so are
 * missing ones that {@link RecordRules} asks for. Belongs to the {@link PluginJson} of a
 * generation, and what is said there about staying behind goes for it too; that of {@link Json} is
 * for the server's own records. Safe for use by many threads.
 */
public final class CheckedJson {

  private final JsonMapper mapper;

  CheckedJson(JsonMapper lenient) {
    this.mapper =
        lenient
            .rebuild()
            .annotationIntrospector(new RecordRules())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
  }

  /**
   * A value from JSON.
   *
   * @throws JsonException names the field
   */
  public <T> T read(byte[] json, Class<T> type) {
    try {
      return JsonFaults.present(mapper.readValue(json, type), type);
    } catch (JacksonException fault) {
      throw JsonFaults.whenReading(fault);
    }
  }

  /**
   * Checks that values can be made from JSON. Runs nothing of the class but its static initializer.
   *
   * @throws JsonException says which part of it cannot be mapped
   */
  public void checkReadable(Class<?> type) {
    new Mappable(mapper._deserializationContext()).check(mapper.constructType(type), "");
  }

  JsonMapper mapper() {
    return mapper;
  }
}
