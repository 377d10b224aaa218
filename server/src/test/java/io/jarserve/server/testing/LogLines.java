package io.jarserve.server.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What the server logs from here on, as strings; ends when closed. Any thread. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private static final String ALL = "io.jarserve.server";

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ALL);

  private LogLines() {}

  /** Begins to listen. */
  public static LogLines listen() {
    LogLines lines = new LogLines();
    lines.start();
    lines.logger.addAppender(lines);
    return lines;
  }

  /** Messages, oldest first. */
  public List<String> all() {
    return List.copyOf(lines);
  }

  /** What of that is a warning or an error, with its level, its logger and what was thrown. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getFormattedMessage());
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      warnings.add(
          "%s %s: %s %s"
              .formatted(
                  event.getLevel(),
                  event.getLoggerName(),
                  event.getFormattedMessage(),
                  event.getThrowableProxy() == null
                      ? ""
                      : ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
