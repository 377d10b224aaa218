package io.jarserve.server.plugin;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns throwables of plugins into strings. Stateless.
 *
 * <p>A throwable's own methods are plugin code too and may throw again; then its class has to do.
 */
final class Telling {

  private static final int LONGEST_MESSAGE = 1_000;
  private static final int LONGEST_TRACE = 64 * 1024;
  private static final int MOST_CAUSES = 8;
  private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");

  private Telling() {}

  /** {@code threw IllegalStateException: gone; caused by SQLException: …}, with a remedy if any. */
  static String cause(Throwable thrown) {
    List<String> told = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    String remedy = "";
    Throwable next = thrown;
    while (next != null && seen.add(next) && told.size() < MOST_CAUSES) {
      told.add(one(next));
      remedy = remedy.isEmpty() ? remedy(next) : remedy;
      next = causeOf(next);
    }
    return "threw " + String.join("; caused by ", told) + remedy;
  }

  /** The stack trace as text, cut when it is very long. */
  static String trace(Throwable thrown) {
    try {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      return cut(text.toString(), LONGEST_TRACE);
    } catch (Throwable again) {
      return thrown.getClass().getName() + " (its stack trace cannot be told)";
    }
  }

  /** The simple name of the class and the message. */
  static String one(Throwable thrown) {
    String name = name(thrown.getClass().getName());
    String message = message(thrown);
    return message.isEmpty() ? name : name + ": " + message;
  }

  /** Without package and, unless it has no name of its own, without the class around it. */
  private static String name(String className) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    String own = simple.substring(simple.lastIndexOf('$') + 1);
    return own.isEmpty() || Character.isDigit(own.charAt(0)) ? simple : own;
  }

  /** The message of what a wrapper wraps. */
  static String root(Throwable wrapper) {
    Throwable cause = causeOf(wrapper);
    return message(cause == null ? wrapper : cause);
  }

  static String message(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null
          ? ""
          : cut(message.strip(), LONGEST_MESSAGE).replaceAll("\\s*\\R\\s*", " | ");
    } catch (Throwable again) {
      return "(its message cannot be told)";
    }
  }

  private static @Nullable Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable again) {
      return null;
    }
  }

  private static String remedy(Throwable thrown) {
    if (thrown instanceof UnsupportedClassVersionError) {
      return wrongVersion(message(thrown));
    }
    if (thrown instanceof NoClassDefFoundError missing && !message(missing).contains(" ")) {
      return "; class "
          + message(missing).replace('/', '.')
          + " is neither in the JAR nor shared by the server: bundle it in the JAR";
    }
    return "";
  }

  private static String wrongVersion(String message) {
    Matcher version = CLASS_FILE_VERSION.matcher(message);
    int server = Runtime.version().feature();
    String made = version.find() ? " for Java " + (Integer.parseInt(version.group(1)) - 44) : "";
    return "; it was compiled%s and this server runs on Java %s: compile with --release %s, or start the server on a newer Java"
        .formatted(made, server, server);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
