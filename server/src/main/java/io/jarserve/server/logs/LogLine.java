package io.jarserve.server.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log file, which is one object of JSON; what is absent is left out. Immutable, and
 * nothing but text.
 *
 * @param level a word in capitals
 * @param application whose line it is; null for the server's own
 * @param replica the tag of the replica
 * @param fields what the code gave beside the message: its MDC and its key-value pairs
 * @param error the exception with its stack trace; null when there is none
 */
public record LogLine(
    Instant time,
    String level,
    String logger,
    String thread,
    @Nullable String application,
    @Nullable String deployment,
    @Nullable String replica,
    @Nullable String requestId,
    String message,
    Map<String, String> fields,
    @Nullable String error) {

  /** Longer texts are cut, so that a few lines cannot fill the queue. */
  static final int MOST_CHARACTERS = 64 * 1024;

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  public LogLine {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    message = cut(message);
    error = error == null ? null : cut(error);
  }

  /** As it stands in a file, with the end of the line. */
  public byte[] bytes() {
    byte[] json = Json.write(present());
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  /** The line that was written; empty for half a line, as a crash or a full disk leaves it. */
  public static Optional<LogLine> parse(String text) {
    try {
      LogLine line = Json.read(text.getBytes(UTF_8), LogLine.class);
      return line.isWhole() ? Optional.of(line) : Optional.empty();
    } catch (JsonException | IllegalArgumentException | NullPointerException half) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("ConstantValue") // a file may hold anything
  private boolean isWhole() {
    return time != null && level != null && logger != null;
  }

  private Map<String, Object> present() {
    Map<String, Object> present = new LinkedHashMap<>();
    present.put("time", MICROS.format(time));
    present.put("level", level);
    present.put("logger", logger);
    present.put("thread", thread);
    put(present, "application", application);
    put(present, "deployment", deployment);
    put(present, "replica", replica);
    put(present, "request_id", requestId);
    present.put("message", message);
    if (!fields.isEmpty()) {
      present.put("fields", fields);
    }
    put(present, "error", error);
    return present;
  }

  private static void put(Map<String, Object> present, String name, @Nullable String value) {
    if (value != null) {
      present.put(name, value);
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }
}
