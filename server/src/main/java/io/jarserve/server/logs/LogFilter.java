package io.jarserve.server.logs;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which lines are wanted; what is empty lets all through.
 *
 * @param since lines of this time and later ones
 */
public record LogFilter(
    Optional<String> application,
    Optional<String> deployment,
    Optional<String> requestId,
    Optional<Instant> since) {

  public static final LogFilter ALL =
      new LogFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  boolean takes(LogLine line) {
    boolean ofThem =
        matches(application, line.application()) && matches(deployment, line.deployment());
    return (ofThem || isAboutThem(line))
        && matches(requestId, line.requestId())
        && since.map(first -> !line.time().isBefore(first)).orElse(true);
  }

  /** The server begins what it says about an application or a replica with the name. */
  private boolean isAboutThem(LogLine line) {
    if (application.isEmpty() || line.application() != null) {
      return false;
    }
    String name = application.get();
    String text = line.message();
    return deployment.isPresent()
        ? text.startsWith(name + "#" + deployment.get() + "#")
        : text.startsWith(name)
            && text.length() > name.length()
            && ends(text.charAt(name.length()));
  }

  private static boolean ends(char next) {
    return next == ' ' || next == ':' || next == '#';
  }

  /** Whether lines of that kind may stand there: the server's file may hold any. */
  boolean takes(LogPlace place) {
    return place.equals(LogPlace.SERVER)
        || (!place.belongsToServer()
            && matches(application, place.application())
            && matches(deployment, place.name()));
  }

  private static boolean matches(Optional<String> wanted, @Nullable String there) {
    return wanted.isEmpty() || wanted.get().equals(there);
  }
}
