package io.jarserve.server.cli;

import io.jarserve.server.model.InstanceEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** An event on one line, for people. Stateless. */
final class EventLine {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private EventLine() {}

  /** {@code 2030-01-31 12:00:00 COMPLETED greeter 1.2 serves (alice)}. */
  static String of(InstanceEvent event, ZoneId zone) {
    return Table.printable(
        "%s  %-16s  %s  %s%s"
            .formatted(
                TIME.format(event.at().atZone(zone)),
                event.kind(),
                event.application().orElse("-"),
                event.text(),
                event.who().isEmpty() ? "" : " (" + event.who() + ")"));
  }
}
