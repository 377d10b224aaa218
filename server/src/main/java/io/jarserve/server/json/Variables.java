package io.jarserve.server.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of variables into texts: {@code ${NAME}}, and {@code ${NAME:-default}} where it
 * may be unset or empty. Two dollar signs before the brace stand for one that means nothing. What a
 * variable holds is not looked into again. A reference to a secret, with {@code env:} or {@code
 * file:} behind the brace, stays as it is: the replica alone gets to see what it refers to.
 * Immutable.
 */
public final class Variables {

  /** Leaves texts as they are. */
  static final Variables NONE = new Variables(null);

  private static final Pattern PART = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}|\\$\\{");
  private static final Pattern INSIDE =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(:-(.*))?", Pattern.DOTALL);

  private static final Pattern REFERENCE = Pattern.compile("(env|file):");

  private final @Nullable Map<String, String> values;

  private Variables(@Nullable Map<String, String> values) {
    this.values = values;
  }

  /** Those of an environment. */
  public static Variables of(Map<String, String> environment) {
    return new Variables(Map.copyOf(environment));
  }

  /** Values for a file, such that texts are read again as they are. */
  public static Object literal(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> literal = new LinkedHashMap<>();
      map.forEach(
          (key, one) -> literal.put(String.valueOf(key), one == null ? null : literal(one)));
      return literal;
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> literal = new ArrayList<>();
      list.forEach(one -> literal.add(one == null ? null : literal(one)));
      return literal;
    }
    return value instanceof String text ? text.replace("${", "$${") : value;
  }

  /** Whether there is anything to put in. */
  boolean concern(String text) {
    return values != null && text.contains("${");
  }

  /**
   * The text with the values in it.
   *
   * @throws IllegalArgumentException says which variable is not set, or what is wrong
   */
  String expand(String text) {
    return PART.matcher(text)
        .replaceAll(part -> Matcher.quoteReplacement(value(part.group(), part.group(1), text)));
  }

  private String value(String part, @Nullable String inside, String text) {
    if (part.startsWith("$$")) {
      return "${";
    }
    if (inside != null && REFERENCE.matcher(inside).lookingAt()) {
      return part;
    }
    Matcher matcher = INSIDE.matcher(inside == null ? "" : inside);
    if (inside == null || !matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' holds no variable such as ${NAME} or ${NAME:-default}; write $${ for ${");
    }
    String name = matcher.group(1);
    boolean hasDefault = matcher.group(2) != null;
    return find(name)
        .filter(value -> !(hasDefault && value.isEmpty()))
        .or(() -> Optional.ofNullable(matcher.group(3)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the variable %s is not set; set it, or give a default: ${%s:-default}"
                        .formatted(name, name)));
  }

  private Optional<String> find(String name) {
    return Optional.ofNullable(values).map(all -> all.get(name));
  }
}
