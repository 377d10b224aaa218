package io.jarserve.server.model;

import io.jarserve.server.model.OptionKey.Form;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks option values that are maps with known names. Stateless. */
final class OptionGroups {

  private OptionGroups() {}

  /**
   * @param before what stays where nothing is given; null when everything is
   */
  static Map<String, Object> merged(
      OptionKey key, Form.Group form, @Nullable Object before, Object raw) {
    if (!(raw instanceof Map<?, ?> given)) {
      String names = String.join(", ", form.fields().keySet());
      throw OptionValues.wrong(key.yamlName(), raw, "a map with some of " + names);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    if (before instanceof Map<?, ?> known) {
      known.forEach((name, value) -> values.put(String.valueOf(name), value));
    }
    given.forEach((name, value) -> values.put(String.valueOf(name), field(key, form, name, value)));
    return Collections.unmodifiableMap(values);
  }

  /** As YAML and JSON have it. */
  static Map<String, Object> plain(Map<?, ?> values) {
    Map<String, Object> plain = new LinkedHashMap<>();
    values.forEach((name, value) -> plain.put(String.valueOf(name), OptionValues.plain(value)));
    return Collections.unmodifiableMap(plain);
  }

  /** One of those values, all of which are there. */
  static Object value(Map<?, ?> values, String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no value for " + name);
    }
    return value;
  }

  private static Object field(OptionKey key, Form.Group form, Object name, @Nullable Object raw) {
    String path = key.yamlName() + "." + name;
    Form known = form.fields().get(String.valueOf(name));
    if (known == null) {
      String names = String.join(", ", form.fields().keySet());
      throw new IllegalArgumentException(
          "there is no option " + path + "; " + key.yamlName() + " has " + names);
    }
    if (raw == null) {
      throw new IllegalArgumentException(
          "option " + path + " has no value; give it one, or leave it out");
    }
    return OptionValues.check(path, known, raw);
  }
}
