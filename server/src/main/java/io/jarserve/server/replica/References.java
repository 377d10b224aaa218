package io.jarserve.server.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what a user config refers to: with the word {@code env} a variable of the environment,
 * with {@code file} the content of a file. A doubled dollar sign is one that begins no reference.
 * Only the one replica that is handed the result ever sees it: what is saved, shown and logged is
 * the reference. Used once, by one thread.
 */
final class References {

  private static final Pattern FORM = Pattern.compile("\\$\\$\\{|\\$\\{(env|file):([^{}]*)}");
  private static final int MOST_BYTES = 64 * 1024;

  private final Function<String, @Nullable String> environment;
  private final Map<String, String> found = new HashMap<>();

  References(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * The config with everything looked up.
   *
   * @throws IllegalStateException when something is not there; names the field, the reference and
   *     the remedy
   */
  Map<String, Object> resolve(Map<String, Object> written) {
    Map<String, Object> resolved = new LinkedHashMap<>();
    written.forEach((key, value) -> resolved.put(key, resolve(key, value)));
    return Collections.unmodifiableMap(resolved);
  }

  /** What stands in place of each secret that was looked up. */
  Map<String, String> byValue() {
    return Map.copyOf(found);
  }

  private @Nullable Object resolve(String field, @Nullable Object value) {
    if (value instanceof String text) {
      return resolve(field, text);
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> resolved = new ArrayList<>();
      list.forEach(item -> resolved.add(resolve(field + "[" + resolved.size() + "]", item)));
      return Collections.unmodifiableList(resolved);
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> resolved = new LinkedHashMap<>();
      map.forEach(
          (key, item) -> resolved.put(String.valueOf(key), resolve(field + "." + key, item)));
      return Collections.unmodifiableMap(resolved);
    }
    return value;
  }

  private String resolve(String field, String text) {
    return FORM.matcher(text)
        .replaceAll(reference -> Matcher.quoteReplacement(lookUp(field, reference)));
  }

  private String lookUp(String field, MatchResult reference) {
    if (reference.group(1) == null) {
      return "${";
    }
    String name = reference.group(2);
    String value = reference.group(1).equals("env") ? variable(field, name) : content(field, name);
    if (!value.isBlank()) {
      found.put(value, reference.group());
    }
    return value;
  }

  private String variable(String field, String name) {
    String value = environment.apply(name);
    if (value == null) {
      throw new IllegalStateException(
          "user_config '%s' refers to ${env:%s}, and the server has no such variable in its environment; set it where the server is started, and restart the server"
              .formatted(field, name));
    }
    return value;
  }

  private static String content(String field, String name) {
    try {
      Path file = Path.of(name);
      if (!file.isAbsolute()) {
        throw new IOException("the path must be absolute");
      } else if (Files.size(file) > MOST_BYTES) {
        throw new IOException("it is longer than " + MOST_BYTES + " bytes");
      }
      return Files.readString(file, UTF_8).replaceFirst("\\R\\z", "");
    } catch (IOException | InvalidPathException unusable) {
      throw new IllegalStateException(
          "user_config '%s' refers to ${file:%s}, which cannot be read (%s); put a file there that this user may read"
              .formatted(field, name, Trouble.of(unusable)));
    }
  }
}
