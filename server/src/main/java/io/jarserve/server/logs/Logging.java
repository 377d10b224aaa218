package io.jarserve.server.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The logback of this process. Where a program that embeds a server logs by another library, there
 * is nothing to set up, and nothing is. Any thread.
 */
public final class Logging {

  private Logging() {}

  /** Copies every line to the files until it is closed. */
  public static AutoCloseable toFiles(LogFiles files, Supplier<@Nullable LogMark> marks) {
    Optional<Logger> root = root();
    if (root.isEmpty()) {
      return () -> {};
    }
    FilesAppender appender = new FilesAppender(files, marks);
    appender.setName("FILES-" + System.identityHashCode(files));
    appender.setContext(root.get().getLoggerContext());
    appender.start();
    root.get().addAppender(appender);
    return () -> {
      root.get().detachAppender(appender);
      appender.stop();
    };
  }

  /** The least level that is logged, unless a logger has one of its own. */
  public static void level(String word) {
    root().ifPresent(logger -> logger.setLevel(Level.toLevel(word)));
  }

  /** Whether people see colours on the console. */
  public static void colour(boolean wanted) {
    ToneConverter.colour(wanted);
  }

  /** Writes lines of JSON to the console, in place of those for people. */
  public static void jsonConsole(Supplier<@Nullable LogMark> marks) {
    root().ifPresent(logger -> consoles(logger).forEach(console -> json(console, marks)));
  }

  /** Lets the console rest: its lines are in the files. */
  public static void quietConsole() {
    root().ifPresent(logger -> consoles(logger).forEach(logger::detachAppender));
  }

  private static void json(
      ConsoleAppender<ILoggingEvent> console, Supplier<@Nullable LogMark> marks) {
    JsonLines lines = new JsonLines(marks);
    lines.setContext(console.getContext());
    lines.start();
    console.setEncoder(lines);
  }

  private static List<ConsoleAppender<ILoggingEvent>> consoles(Logger root) {
    List<ConsoleAppender<ILoggingEvent>> consoles = new ArrayList<>();
    for (Iterator<Appender<ILoggingEvent>> it = root.iteratorForAppenders(); it.hasNext(); ) {
      if (it.next() instanceof ConsoleAppender<ILoggingEvent> console) {
        consoles.add(console);
      }
    }
    return consoles;
  }

  private static Optional<Logger> root() {
    return context().map(logback -> logback.getLogger(Logger.ROOT_LOGGER_NAME));
  }

  static Optional<LoggerContext> context() {
    return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        ? Optional.of(context)
        : Optional.empty();
  }
}
