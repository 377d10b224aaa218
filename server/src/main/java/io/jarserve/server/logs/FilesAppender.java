package io.jarserve.server.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is logged to the files. Makes text of it on the thread that logs, and keeps nothing
 * else. The appenders of logback for files would keep whoever logs waiting for the disk, or keep
 * the arguments and exceptions of plugins in a queue, and count no loss.
 */
final class FilesAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final LogFiles files;
  private final Supplier<@Nullable LogMark> marks;

  FilesAppender(LogFiles files, Supplier<@Nullable LogMark> marks) {
    this.files = files;
    this.marks = marks;
  }

  @Override
  protected void append(ILoggingEvent event) {
    LogMark mark = marks.get();
    files.write(mark, LogEvents.line(event, mark));
  }
}
