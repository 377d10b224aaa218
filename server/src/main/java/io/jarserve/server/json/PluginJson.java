package io.jarserve.server.json;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/**
 * JSON for the classes of one generation: names as the author declared them, fields in the order of
 * declaration, dates as ISO 8601, null for an absent object; a primitive must be there.
 *
 * <p><b>What must not stay behind.</b> Jackson keeps what it learns about classes in the caches of
 * a mapper and of its type factory. Both belong to this object alone, so they go with the
 * generation. Let nothing that outlives the generation hold this object or an exception of it.
 *
 * <p><b>Unknown fields.</b> {@link #read} passes over them: while an update rolls, clients of the
 * new version reach replicas of the old one, and must not fail for a field more. {@link #convert}
 * refuses them: a config is written by hand, where an unknown field is a slip. An author changes
 * the latter with {@code @JsonIgnoreProperties(ignoreUnknown = true)}.
 *
 * <p>Safe for use by many threads.
 */
public final class PluginJson {

  private final JsonMapper mapper =
      JsonMapper.builder(JsonFactory.builder().recyclerPool(SharedBuffers.POOL).build())
          .typeFactory(TypeFactory.createDefaultInstance())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  /** Null until the first route with a body asks; two at once may make two of them. */
  private volatile @Nullable CheckedJson checked;

  /** The same for bodies that are held to their type. */
  public CheckedJson checked() {
    CheckedJson made = checked;
    if (made == null) {
      made = new CheckedJson(mapper);
      checked = made;
    }
    return made;
  }

  /**
   * Any value as JSON.
   *
   * @throws JsonException when its class cannot be mapped or one of its methods throws
   */
  public byte[] write(@Nullable Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JacksonException fault) {
      throw JsonFaults.whenWriting(value == null ? "null" : value, fault);
    }
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
   * A value from JSON; null from the JSON null.
   *
   * @throws JsonException names the field
   */
  public @Nullable Object readAs(byte[] json, Type type) {
    try {
      return mapper.readValue(json, mapper.constructType(type));
    } catch (JacksonException fault) {
      throw JsonFaults.whenReading(fault);
    }
  }

  /**
   * A value from a map of plain values, such as a user config.
   *
   * @throws JsonException names the field
   */
  public <T> T convert(Map<String, Object> values, Class<T> type) {
    try {
      JsonNode tree = mapper.valueToTree(values);
      return mapper
          .readerFor(type)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(tree);
    } catch (JacksonException fault) {
      throw JsonFaults.whenReading(fault, values.keySet(), known(values.keySet(), type));
    }
  }

  /** The names that values of a class have; all names where that cannot be told. */
  private Collection<String> known(Collection<String> given, Class<?> type) {
    try {
      Collection<Object> known =
          mapper
              ._deserializationContext()
              .findRootValueDeserializer(mapper.constructType(type))
              .getKnownPropertyNames();
      return known == null ? given : known.stream().map(String::valueOf).toList();
    } catch (JacksonException untold) {
      return given;
    }
  }
}
