package io.jarserve.server.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings texts in the format of Prometheus together into one, in which each family stands once, as
 * the format wants it. A family that two texts give different types is the first one's. Used by one
 * thread.
 */
final class Families {

  private static final Pattern FAMILY =
      Pattern.compile("(?m)(?:^# HELP .*\\n)?^# TYPE (\\S+) (\\S+)\\n((?:^[^#\\n].*\\n)*)");

  private final Map<String, Family> byName = new LinkedHashMap<>();

  private static final class Family {
    private final String type;
    private final StringBuilder text;

    Family(String type, String text) {
      this.type = type;
      this.text = new StringBuilder(text);
    }
  }

  void add(String text) {
    Matcher found = FAMILY.matcher(text);
    while (found.find()) {
      add(found.group(1), found.group(2), found.group(), found.group(3));
    }
  }

  String text() {
    StringBuilder all = new StringBuilder();
    byName.values().forEach(family -> all.append(family.text));
    return all.toString();
  }

  private void add(String name, String type, String whole, String samples) {
    Family known = byName.get(name);
    if (known == null) {
      byName.put(name, new Family(type, whole));
    } else if (known.type.equals(type)) {
      known.text.append(samples);
    }
  }
}
