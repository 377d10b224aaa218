package io.jarserve.server.controller;

import io.jarserve.server.controller.Narrator.Line;
import io.jarserve.server.metrics.Meters;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;

/** Where lines go: to the console, to the meters and to the log of events. */
final class Chronicle {

  private final Logger console;
  private final Meters meters;
  private final EventLog events;

  Chronicle(Logger console, Meters meters, EventLog events) {
    this.console = console;
    this.meters = meters;
    this.events = events;
  }

  void write(List<Line> lines, Instant now) {
    for (Line line : lines) {
      count(line);
      if (line.warning()) {
        console.warn(line.text());
      } else {
        console.info(line.text());
      }
    }
    events.append(lines, now);
  }

  private void count(Line line) {
    switch (line.kind()) {
      case UPDATE_STARTED -> meters.updateStarted();
      case UPDATE_FAILED -> meters.updateFailed();
      case ROLLED_BACK -> meters.rolledBack();
      case BAKE_STARTED -> meters.bakeStarted();
      case BAKE_PASSED -> meters.bakePassed();
      case FILE_REJECTED -> meters.fileRejected();
      default -> {}
    }
  }
}
