package io.jarserve.server.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Checks option values that are lists; one word stands for a list of one. Stateless. */
final class OptionLists {

  private OptionLists() {}

  static List<String> someOf(String key, List<String> words, Object raw) {
    List<String> given = texts(raw).stream().map(word -> word.toUpperCase(Locale.ROOT)).toList();
    if (!words.containsAll(given)) {
      throw OptionValues.wrong(key, shown(raw), "a list of some of " + String.join(", ", words));
    }
    return given;
  }

  static List<String> names(String key, Object raw) {
    List<String> given = texts(raw);
    if (given.stream().anyMatch(name -> name.isBlank() || name.contains(","))) {
      throw OptionValues.wrong(key, shown(raw), "a list of names, such as [page, size]");
    }
    return given;
  }

  private static List<String> texts(Object raw) {
    if (raw instanceof Object[] array) {
      return texts(Arrays.asList(array));
    }
    List<?> all = raw instanceof List<?> list ? list : List.of(raw);
    return all.stream().map(Objects::toString).map(String::strip).distinct().toList();
  }

  private static Object shown(Object raw) {
    return raw instanceof Object[] array ? Arrays.asList(array) : raw;
  }
}
