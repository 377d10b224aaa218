package io.jarserve.server.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A YAML mapping, its keys in order and each with its place. Immutable.
 *
 * @param place where it begins
 */
public record YamlMap(Place place, List<Entry> entries) {

  public YamlMap {
    entries = List.copyOf(entries);
  }

  /**
   * One key.
   *
   * @param place of the key
   * @param valuePlace where the value begins
   * @param value a YamlMap, YamlList, String, Long, Double, Boolean or null
   */
  public record Entry(String key, Place place, Place valuePlace, @Nullable Object value) {

    /** The line of the key. */
    public int line() {
      return place.line();
    }

    /** The value with nested maps and lists as those of Java. */
    public @Nullable Object plain() {
      return Yaml.plain(value);
    }
  }

  /** The line where it begins. */
  public int line() {
    return place.line();
  }

  /** The entry of that key. */
  public Optional<Entry> entry(String key) {
    return entries.stream().filter(entry -> entry.key.equals(key)).findFirst();
  }

  /** All of it as maps and lists of Java, without the lines; unmodifiable; values may be null. */
  public Map<String, @Nullable Object> plain() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    entries.forEach(entry -> map.put(entry.key, entry.plain()));
    return Collections.unmodifiableMap(map);
  }
}
