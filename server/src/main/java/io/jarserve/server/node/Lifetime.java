package io.jarserve.server.node;

import io.jarserve.server.config.ConfigException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long something is good for, as people write it. Stateless. */
final class Lifetime {

  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,5})([smhd])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Lifetime() {}

  /** Such as {@code 12h} or {@code 90d}. */
  static Duration parse(String text) {
    Matcher found = FORM.matcher(text);
    if (!found.matches()) {
      throw new ConfigException(
          "'%s' is no time; write a whole number and s, m, h or d, such as 90d".formatted(text));
    }
    Duration unit = UNITS.getOrDefault(found.group(2), Duration.ZERO);
    return unit.multipliedBy(Long.parseLong(found.group(1)));
  }
}
