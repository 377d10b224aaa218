package io.jarserve.server.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lines for the console as they stand in the files. The encoder of logback for JSON knows marks in
 * the MDC alone, which would cost each request a map.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = {};

  private final Supplier<@Nullable LogMark> marks;

  JsonLines(Supplier<@Nullable LogMark> marks) {
    this.marks = marks;
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return LogEvents.line(event, marks.get()).bytes();
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
