package io.jarserve.server.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A YAML sequence. Immutable.
 *
 * @param line where it begins, counted from 1
 * @param items each a YamlMap, YamlList, String, Long, Double, Boolean or null
 */
public record YamlList(int line, List<@Nullable Object> items) {

  public YamlList {
    items = Collections.unmodifiableList(new ArrayList<>(items));
  }

  /** The items with nested maps and lists as those of Java; unmodifiable. */
  public List<@Nullable Object> plain() {
    List<@Nullable Object> list = new ArrayList<>();
    items.forEach(item -> list.add(Yaml.plain(item)));
    return Collections.unmodifiableList(list);
  }
}
