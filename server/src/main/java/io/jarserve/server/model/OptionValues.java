package io.jarserve.server.model;

import io.jarserve.server.model.OptionKey.Form;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks option values and brings them into their normal form. Stateless. */
final class OptionValues {

  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h)");
  private static final Pattern PREFIX = Pattern.compile("/|(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+");

  // below the patterns: it needs them
  static final Options DEFAULTS = fromAnnotationDefaults();

  private OptionValues() {}

  /**
   * @param before what held so far, in its normal form; null when nothing did
   */
  static Object check(OptionKey key, @Nullable Object before, Object raw) {
    return key.form() instanceof Form.Group group
        ? OptionGroups.merged(key, group, before, raw)
        : check(key.yamlName(), key.form(), raw);
  }

  /**
   * @param key as an error names it
   */
  static Object check(String key, Form form, Object raw) {
    if (form instanceof Form.Prefix) {
      return prefix(key, raw);
    } else if (form instanceof Form.Whole whole) {
      return whole(key, whole, raw);
    } else if (form instanceof Form.Time time) {
      return time(key, time, raw);
    } else if (form instanceof Form.OneOf oneOf) {
      return oneOf(key, oneOf.words(), raw);
    } else if (form instanceof Form.Flag) {
      return flag(key, raw);
    } else if (form instanceof Form.SomeOf someOf) {
      return OptionLists.someOf(key, someOf.words(), raw);
    } else if (form instanceof Form.Names) {
      return OptionLists.names(key, raw);
    }
    return tree(key, raw);
  }

  static Map<String, Object> toYaml(EnumMap<OptionKey, Object> values) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    values.forEach(
        (key, value) ->
            yaml.put(
                key.yamlName(),
                key.form() instanceof Form.Group
                    ? OptionGroups.plain((Map<?, ?>) value)
                    : plain(value)));
    return Collections.unmodifiableMap(yaml);
  }

  static Object plain(Object value) {
    if (value instanceof Duration duration) {
      BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
      return seconds.scale() <= 0
          ? (Object) seconds.longValueExact()
          : (Object) seconds.doubleValue();
    }
    return value;
  }

  private static String prefix(String key, Object raw) {
    if (raw instanceof String text && (text.isEmpty() || PREFIX.matcher(text).matches())) {
      if (text.equals("/-") || text.startsWith("/-/")) {
        throw wrong(key, raw, "something else: paths under /-/ belong to the server");
      }
      return text;
    }
    throw wrong(
        key, raw, "a path such as /hello: a slash first, none at the end, no blanks or braces");
  }

  private static Long whole(String key, Form.Whole form, Object raw) {
    if (raw instanceof Integer || raw instanceof Long) {
      long number = ((Number) raw).longValue();
      if (number >= form.least() && number <= form.most()) {
        return number;
      }
    }
    String upTo = form.most() == Long.MAX_VALUE ? "" : " and at most " + form.most();
    throw wrong(key, raw, "a whole number, at least " + form.least() + upTo);
  }

  private static Duration time(String key, Form.Time form, Object raw) {
    Duration duration = durationOf(raw);
    if (duration == null
        || duration.compareTo(form.least()) < 0
        || duration.compareTo(form.most()) > 0) {
      throw wrong(
          key,
          raw,
          "a number of seconds from " + plain(form.least()) + " to " + plain(form.most()));
    }
    return duration;
  }

  private static @Nullable Duration durationOf(Object raw) {
    if (raw instanceof Duration duration) {
      return duration;
    }
    if (raw instanceof Number number) {
      return seconds(new BigDecimal(number.toString()));
    }
    Matcher matcher = DURATION.matcher(raw.toString().trim());
    if (!matcher.matches()) {
      return null;
    }
    BigDecimal unit =
        switch (matcher.group(2)) {
          case "ms" -> new BigDecimal("0.001");
          case "m" -> BigDecimal.valueOf(60);
          case "h" -> BigDecimal.valueOf(3600);
          default -> BigDecimal.ONE;
        };
    return seconds(new BigDecimal(matcher.group(1)).multiply(unit));
  }

  private static @Nullable Duration seconds(BigDecimal seconds) {
    BigDecimal nanos = seconds.movePointRight(9);
    boolean fits = nanos.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0;
    return fits ? Duration.ofNanos(nanos.longValue()) : null;
  }

  private static String oneOf(String key, List<String> words, Object raw) {
    String word = raw.toString().toLowerCase(Locale.ROOT);
    if (!words.contains(word)) {
      throw wrong(key, raw, "one of " + String.join(", ", words));
    }
    return word;
  }

  private static Boolean flag(String key, Object raw) {
    if (raw instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, raw, "true or false");
  }

  private static Map<String, Object> tree(String key, Object raw) {
    if (!(raw instanceof Map<?, ?> map)
        || !map.keySet().stream().allMatch(String.class::isInstance)) {
      throw wrong(key, raw, "a map of names to values");
    }
    return normalMap(map);
  }

  private static Map<String, Object> normalMap(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((name, value) -> copy.put(String.valueOf(name), normal(value)));
    return Collections.unmodifiableMap(copy);
  }

  /** One form for each number, so that what was read from YAML equals what was read from JSON. */
  private static Object normal(Object value) {
    if (value instanceof Map<?, ?> map) {
      return normalMap(map);
    } else if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(normal(element)));
      return Collections.unmodifiableList(copy);
    } else if (value instanceof Integer number) {
      return number.longValue();
    }
    return value;
  }

  static IllegalArgumentException wrong(String key, Object value, String expected) {
    return new IllegalArgumentException(
        "option " + key + " is '" + value + "' but must be " + expected);
  }

  private static Options fromAnnotationDefaults() {
    EnumMap<OptionKey, Object> values = new EnumMap<>(OptionKey.class);
    for (OptionKey key : OptionKey.values()) {
      Object raw = key == OptionKey.USER_CONFIG ? Map.of() : AnnotationValues.standard(key);
      values.put(key, check(key, null, raw));
    }
    return Options.ofChecked(values);
  }
}
