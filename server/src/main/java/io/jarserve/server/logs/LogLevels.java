package io.jarserve.server.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.jarserve.server.model.DeploymentId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Levels of single deployments, changed while they serve. They go by the deployment that a thread
 * works for, whatever its loggers are called: versions and applications share names of classes. The
 * server's own loggers keep theirs. Nothing is asked per line while no level is set.
 *
 * <p>Any thread; forgotten with the process, and with the application.
 */
public final class LogLevels implements AutoCloseable {

  /** What a level may be. */
  public static final List<String> WORDS =
      List.of("trace", "debug", "info", "warn", "error", "off");

  private static final List<String> OWN_LOGGERS =
      List.of("io.jarserve.server.", "org.eclipse.jetty.", "org.pf4j.");

  private final Optional<LoggerContext> context;
  private final Map<DeploymentId, Level> levels = new ConcurrentHashMap<>();
  private final ByDeployment filter;

  private LogLevels(Optional<LoggerContext> context, Supplier<@Nullable LogMark> marks) {
    this.context = context;
    this.filter = new ByDeployment(levels, marks);
  }

  /** Levels that are remembered and have no effect. */
  public static LogLevels withoutEffect() {
    return new LogLevels(Optional.empty(), () -> null);
  }

  /** Those of this process. */
  public static LogLevels ofThisProcess(Supplier<@Nullable LogMark> marks) {
    return new LogLevels(Logging.context(), marks);
  }

  /**
   * Sets the least level of a deployment's lines.
   *
   * @param word one of {@link #WORDS}, in any case; empty: as the configuration of logback says
   * @throws IllegalArgumentException for another word
   */
  public synchronized void set(DeploymentId deployment, Optional<String> word) {
    Optional<String> known = word.map(text -> text.toLowerCase(Locale.ROOT));
    if (known.isPresent() && !WORDS.contains(known.get())) {
      throw new IllegalArgumentException(
          "level is '" + word.get() + "' but must be one of " + String.join(", ", WORDS));
    }
    levels.remove(deployment);
    known.ifPresent(text -> levels.put(deployment, Level.toLevel(text)));
    attach();
  }

  /** The level that was set for a deployment. */
  public Optional<String> get(DeploymentId deployment) {
    return Optional.ofNullable(levels.get(deployment)).map(LogLevels::word);
  }

  /** All that were set. */
  public Map<DeploymentId, String> all() {
    Map<DeploymentId, String> all = new TreeMap<>();
    levels.forEach((deployment, level) -> all.put(deployment, word(level)));
    return all;
  }

  /** Says which applications there are; levels of others are forgotten. */
  public synchronized void retain(Set<String> applications) {
    levels.keySet().removeIf(deployment -> !applications.contains(deployment.application()));
    attach();
  }

  private void attach() {
    context.ifPresent(
        logback -> {
          logback.getTurboFilterList().remove(filter);
          if (!levels.isEmpty()) {
            filter.start();
            logback.addTurboFilter(filter);
          }
        });
  }

  private static String word(Level level) {
    return level.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public synchronized void close() {
    levels.clear();
    attach();
  }

  /** Asked by logback before a line is made. */
  private static final class ByDeployment extends TurboFilter {

    private final Map<DeploymentId, Level> levels;
    private final Supplier<@Nullable LogMark> marks;

    ByDeployment(Map<DeploymentId, Level> levels, Supplier<@Nullable LogMark> marks) {
      this.levels = levels;
      this.marks = marks;
    }

    @Override
    public FilterReply decide(
        @Nullable Marker marker,
        Logger logger,
        Level level,
        @Nullable String format,
        Object @Nullable [] parameters,
        @Nullable Throwable thrown) {
      LogMark mark = marks.get();
      if (mark == null || OWN_LOGGERS.stream().anyMatch(logger.getName()::startsWith)) {
        return FilterReply.NEUTRAL;
      }
      Level least = levels.get(new DeploymentId(mark.application(), mark.deployment()));
      if (least == null) {
        return FilterReply.NEUTRAL;
      }
      return level.isGreaterOrEqual(least) ? FilterReply.ACCEPT : FilterReply.DENY;
    }
  }
}
