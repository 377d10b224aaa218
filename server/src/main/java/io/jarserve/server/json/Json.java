package io.jarserve.server.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.jarserve.server.model.Options;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON for the server's own records: names in snake case, fields in the order of declaration,
 * instants as ISO 8601, {@link Options} as a map of their YAML names, ids and digests as strings.
 * Fields that are unknown are passed over, so that an older command line understands a newer
 * server; an unknown option is an error. Lists and maps that are absent are empty. Stateless but
 * for Jackson's caches of the server's own classes; never give it a plugin's.
 */
public final class Json {

  private static final JsonSetter.Value EMPTY_WHEN_ABSENT =
      JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new ModelModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .withConfigOverride(List.class, list -> list.setNullHandling(EMPTY_WHEN_ABSENT))
          .withConfigOverride(Map.class, map -> map.setNullHandling(EMPTY_WHEN_ABSENT))
          .build();

  private Json() {}

  /** The same for what people and programs send: unknown and missing fields are refused. */
  public static CheckedJson checked() {
    return Checked.JSON;
  }

  /** Who only reads what a server answers need not wait for it. */
  private static final class Checked {
    static final CheckedJson JSON = new CheckedJson(MAPPER);
  }

  /** Finds out how such records are read. Others wait for it, and then read at once. */
  public static void prepare(Class<?> type) {
    var unused = MAPPER.readerFor(type);
  }

  /** On one line. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JacksonException fault) {
      throw JsonFaults.whenWriting(value, fault);
    }
  }

  /** Indented, for people. */
  public static String pretty(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JacksonException fault) {
      throw JsonFaults.whenWriting(value, fault);
    }
  }

  /**
   * A record from JSON.
   *
   * @throws JsonException names the line or the field
   */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      return JsonFaults.present(MAPPER.readValue(json, type), type);
    } catch (JacksonException fault) {
      throw JsonFaults.whenReading(fault);
    }
  }

  /** A number in digits, with a decimal point so that it is read as a fraction again. */
  static String plainDigits(double value) {
    BigDecimal digits = BigDecimal.valueOf(value);
    return digits.scale() > 0
        ? digits.toPlainString()
        : digits.setScale(1, RoundingMode.UNNECESSARY).toPlainString();
  }

  /**
   * As the maps, lists, strings, numbers and booleans that JSON would hold; fractions as decimals,
   * which are written without an exponent.
   */
  static Object plain(Object value) {
    return MAPPER
        .readerFor(Object.class)
        .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .readValue(write(value));
  }
}
