package io.jarserve.server.node;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.jarserve.server.replica.request.CurrentCall;

/**
 * Marks log lines that come from the work of a replica: {@code [application#deployment#replica
 * request-id] }, with a blank at the end; nothing on other lines. Named in the configuration of
 * logback, which makes it; costs a look at a thread-local per line.
 */
public final class ReplicaConverter extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    CurrentCall current = CurrentCall.get();
    return current == null ? "" : "[" + current + "] ";
  }
}
