package io.jarserve.server.admin;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object whose names are not all known to a record. Every complaint names
 * the field by its path. Immutable.
 *
 * @param path of the object; empty for the body itself
 */
record Fields(String path, Map<?, ?> values) {

  /**
   * The body, which must be an object; without any bytes an empty one.
   *
   * @throws Refused when it is no JSON or no object
   */
  static Fields of(byte[] body) {
    if (body.length == 0) {
      return new Fields("", Map.of());
    }
    try {
      return new Fields("", Json.read(body, Map.class));
    } catch (JsonException wrong) {
      throw Refused.badRequest("the body does not fit: " + wrong.getMessage(), null);
    }
  }

  /** Refuses every field but these. */
  void checkKnown(Collection<String> known) {
    for (Object key : values.keySet()) {
      String name = String.valueOf(key);
      if (!known.contains(name)) {
        String hint =
            NearestName.of(name, known)
                .map("; did you mean '%s'?"::formatted)
                .orElse("; there are " + String.join(", ", known));
        throw Refused.badRequest("there is no field '" + at(name) + "'" + hint, at(name));
      }
    }
  }

  Optional<String> text(String name) {
    return value(name, String.class, "a string");
  }

  Optional<Long> whole(String name) {
    return value(name, Long.class, "a whole number");
  }

  /** The objects of a list; none when it is not there. */
  List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    for (Object item : value(name, List.class, "a list").orElse(List.of())) {
      String at = at(name) + "[" + objects.size() + "]";
      if (!(item instanceof Map<?, ?> map)) {
        throw wrong(at, item, "an object");
      }
      objects.add(new Fields(at, map));
    }
    return objects;
  }

  /**
   * What must be there.
   *
   * @param what it is, for people
   */
  Refused missing(String name, String what) {
    return Refused.badRequest("field '%s' is missing: %s".formatted(at(name), what), at(name));
  }

  /** Where a field is, such as {@code applications[2].name}. */
  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private <T> Optional<T> value(String name, Class<T> type, String expected) {
    if (!values.containsKey(name)) {
      return Optional.empty();
    }
    Object value = values.get(name);
    if (!type.isInstance(value)) {
      throw wrong(at(name), value, expected);
    }
    return Optional.of(type.cast(value));
  }

  private static Refused wrong(String at, @Nullable Object value, String expected) {
    String shown = value == null ? "null" : brief(value.toString());
    return Refused.badRequest("field '%s' is %s but must be %s".formatted(at, shown, expected), at);
  }

  private static String brief(String text) {
    return "'" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "'";
  }
}
