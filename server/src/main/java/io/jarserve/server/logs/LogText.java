package io.jarserve.server.logs;

import ch.qos.logback.classic.Level;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Shows lines to people. What could steer a terminal is taken out. Immutable. */
public final class LogText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
  private static final Pattern STEERING = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

  private final ZoneId zone;
  private final boolean coloured;

  public LogText(ZoneId zone, boolean coloured) {
    this.zone = zone;
    this.coloured = coloured;
  }

  /** Without the end of the line; more than one when the message or an exception has more. */
  public String of(LogLine line) {
    String level = "%-5s".formatted(line.level());
    String logger = line.logger().substring(line.logger().lastIndexOf('.') + 1);
    return "%s %s %-16s %s%s%s%s"
        .formatted(
            TIME.format(line.time().atZone(zone)),
            coloured ? ToneConverter.toned(Level.toLevel(line.level()).toInt(), level) : level,
            harmless(logger),
            harmless(mark(line)),
            harmless(line.message()),
            harmless(fields(line)),
            line.error() == null ? "" : "\n" + harmless(line.error()));
  }

  private static String mark(LogLine line) {
    if (line.application() == null) {
      return "";
    }
    StringBuilder mark = new StringBuilder("[").append(line.application());
    if (line.deployment() != null) {
      mark.append('#').append(line.deployment()).append('#').append(line.replica());
    }
    if (line.requestId() != null) {
      mark.append(' ').append(line.requestId());
    }
    return mark.append("] ").toString();
  }

  private static String fields(LogLine line) {
    return line.fields().isEmpty() ? "" : " " + line.fields();
  }

  private static String harmless(String text) {
    return STEERING.matcher(text).replaceAll("?");
  }
}
