package io.jarserve.server.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.json.Json;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request that was answered, as the access log tells it. Immutable; nothing of Jetty's.
 *
 * @param millis when it arrived, since 1970
 * @param nanos from there to the end of the answer
 * @param path with the query, as it came; null for what was no HTTP
 * @param bytes of the body of the answer
 */
record Access(
    long millis,
    long nanos,
    SocketAddress client,
    String method,
    @Nullable String path,
    String protocol,
    int status,
    long bytes,
    @Nullable String referer,
    @Nullable String userAgent,
    @Nullable String requestId) {

  private static final int OBJECTS = 200;

  private static final DateTimeFormatter COMBINED_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** About how many bytes it holds. */
  int weight() {
    return OBJECTS + length(path) + length(referer) + length(userAgent) + length(requestId);
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /** The combined format, and behind it the request id and the microseconds that it took. */
  byte[] combined() {
    StringBuilder line = new StringBuilder(256);
    line.append(address()).append(" - - [").append(COMBINED_TIME.format(arrived())).append("] ");
    quote(line, path == null ? null : method + " " + path + " " + protocol);
    line.append(' ').append(status).append(' ').append(bytes).append(' ');
    quote(line, referer);
    quote(line.append(' '), userAgent);
    quote(line.append(' '), requestId);
    line.append(' ').append(TimeUnit.NANOSECONDS.toMicros(nanos)).append('\n');
    return line.toString().getBytes(UTF_8);
  }

  /** An object of JSON; what is not there is left out. */
  byte[] json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", arrived().toString());
    fields.put("remote_address", address());
    fields.put("method", method);
    put(fields, "path", path);
    fields.put("protocol", protocol);
    fields.put("status", status);
    fields.put("bytes", bytes);
    fields.put("duration_s", TimeUnit.NANOSECONDS.toMicros(nanos) / 1e6);
    put(fields, "referer", referer);
    put(fields, "user_agent", userAgent);
    put(fields, "request_id", requestId);
    return (new String(Json.write(fields), UTF_8) + "\n").getBytes(UTF_8);
  }

  private Instant arrived() {
    return Instant.ofEpochMilli(millis);
  }

  private String address() {
    return client instanceof InetSocketAddress internet && internet.getAddress() != null
        ? internet.getAddress().getHostAddress()
        : "-";
  }

  private static void put(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  /** What could end the quotes or the line, or is not ASCII, as {@code \xHH} a byte. */
  private static void quote(StringBuilder line, @Nullable String text) {
    if (text == null) {
      line.append("\"-\"");
      return;
    }
    line.append('"');
    for (byte b : text.getBytes(UTF_8)) {
      if (b < ' ' || b == 0x7f || b == '"' || b == '\\') {
        line.append("\\x").append(Character.forDigit((b >> 4) & 15, 16));
        line.append(Character.forDigit(b & 15, 16));
      } else {
        line.append((char) b);
      }
    }
    line.append('"');
  }
}
