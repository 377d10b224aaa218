package io.jarserve.server.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A YAML sequence. Immutable.
 *
 * @param place where it begins
 * @param places where each item begins
 * @param items each a YamlMap, YamlList, String, Long, Double, Boolean or null
 */
public record YamlList(Place place, List<Place> places, List<@Nullable Object> items) {

  public YamlList {
    places = List.copyOf(places);
    items = Collections.unmodifiableList(new ArrayList<>(items));
  }

  /** The line where it begins. */
  public int line() {
    return place.line();
  }

  /** The items with nested maps and lists as those of Java; unmodifiable. */
  public List<@Nullable Object> plain() {
    List<@Nullable Object> list = new ArrayList<>();
    items.forEach(item -> list.add(Yaml.plain(item)));
    return Collections.unmodifiableList(list);
  }
}
