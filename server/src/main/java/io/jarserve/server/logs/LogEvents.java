package io.jarserve.server.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Makes text of what logback hands over, on the thread that logs: an event holds the arguments and
 * the exception themselves. Stateless.
 */
final class LogEvents {

  private LogEvents() {}

  static LogLine line(ILoggingEvent event, @Nullable LogMark mark) {
    return new LogLine(
        event.getInstant(),
        event.getLevel().toString(),
        event.getLoggerName(),
        event.getThreadName(),
        mark == null ? null : mark.application(),
        mark == null ? null : mark.deployment(),
        mark == null ? null : mark.replica(),
        mark == null ? null : mark.requestId(),
        String.valueOf(event.getFormattedMessage()),
        fields(event),
        error(event.getThrowableProxy()));
  }

  private static Map<String, String> fields(ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    event.getMDCPropertyMap().forEach((name, value) -> fields.put(name, text(value)));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        fields.put(String.valueOf(pair.key), text(pair.value));
      }
    }
    return fields;
  }

  private static String text(@Nullable Object value) {
    try {
      return String.valueOf(String.valueOf(value)); // a plugin's toString may give null
    } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
      return "[" + thrown.getClass().getName() + "]";
    }
  }

  private static @Nullable String error(@Nullable IThrowableProxy thrown) {
    return thrown == null ? null : ThrowableProxyUtil.asString(thrown).stripTrailing();
  }
}
