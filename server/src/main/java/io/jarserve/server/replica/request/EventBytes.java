package io.jarserve.server.replica.request;

import io.jarserve.api.ServerEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Server-sent events in the form in which they are sent. Stateless. */
final class EventBytes {

  /** A comment, which clients pass over. */
  static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private EventBytes() {}

  static byte[] of(ServerEvent event) {
    StringBuilder text = new StringBuilder(event.data().length() + 32);
    field(text, "event", event.name());
    field(text, "id", event.id());
    field(text, "retry", event.retry() == null ? null : "" + event.retry().toMillis());
    event.data().lines().forEach(line -> field(text, "data", line));
    if (event.data().isEmpty() || endsInLineBreak(event.data())) {
      field(text, "data", "");
    }
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What {@link String#lines} leaves out. */
  private static boolean endsInLineBreak(String data) {
    char last = data.charAt(data.length() - 1);
    return last == '\n' || last == '\r';
  }

  private static void field(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      text.append(name).append(": ").append(value).append('\n');
    }
  }
}
