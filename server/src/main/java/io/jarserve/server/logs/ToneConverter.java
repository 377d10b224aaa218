package io.jarserve.server.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;

/**
 * Colours a part of a line by its level, where the console is a terminal; named in the
 * configuration of logback, which makes it. Nothing has a colour until the console was looked at.
 */
public final class ToneConverter extends CompositeConverter<ILoggingEvent> {

  private static final String RED = "\u001B[31m";
  private static final String YELLOW = "\u001B[33m";
  private static final String FAINT = "\u001B[2m";
  private static final String PLAIN = "\u001B[0m";

  private static volatile boolean coloured;

  /** Says whether people see colours. */
  static void colour(boolean wanted) {
    coloured = wanted;
  }

  @Override
  protected String transform(ILoggingEvent event, String part) {
    return coloured ? toned(event.getLevel().toInt(), part) : part;
  }

  /** In the colour of that level; as it is for lines that are nothing special. */
  static String toned(int level, String part) {
    if (level >= Level.ERROR_INT) {
      return RED + part + PLAIN;
    } else if (level >= Level.WARN_INT) {
      return YELLOW + part + PLAIN;
    }
    return level >= Level.INFO_INT ? part : FAINT + part + PLAIN;
  }
}
