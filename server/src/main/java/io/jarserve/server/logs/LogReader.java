package io.jarserve.server.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log files of a server, which may run or not, as one: by time, as far as each file is in
 * order. Used by one thread.
 */
public final class LogReader implements AutoCloseable {

  private final Path directory;
  private final LogFilter filter;
  private final Map<LogPlace, LogSource> sources = new LinkedHashMap<>();
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(Comparator.comparing((Head head) -> head.line.time()));

  /** The next line of a log. */
  private record Head(LogLine line, LogSource source) {}

  /**
   * @param directory that of all logs
   */
  public LogReader(Path directory, LogFilter filter) {
    this.directory = directory;
    this.filter = filter;
  }

  /**
   * The next line; null when there is none for now, and there may be more when it is asked again.
   */
  public @Nullable LogLine next() throws IOException {
    if (heads.isEmpty()) {
      lookAround();
      for (LogSource source : sources.values()) {
        queue(source);
      }
    }
    Head first = heads.poll();
    if (first == null) {
      return null;
    }
    queue(first.source);
    return first.line;
  }

  /** The applications that have logs there. */
  public List<String> applications() throws IOException {
    return names(LogPlace.applications(directory));
  }

  /** The deployments of an application that have logs there. */
  public List<String> deployments(String application) throws IOException {
    return names(LogPlace.applications(directory).resolve(application)).stream()
        .filter(name -> name.endsWith(LogPlace.SUFFIX))
        .map(name -> name.substring(0, name.length() - LogPlace.SUFFIX.length()))
        .toList();
  }

  private void queue(LogSource source) throws IOException {
    LogLine line = source.next();
    if (line != null) {
      heads.add(new Head(line, source));
    }
  }

  private void lookAround() throws IOException {
    add(LogPlace.SERVER);
    for (String application : applications()) {
      for (String deployment : deployments(application)) {
        add(new LogPlace(application, deployment));
      }
    }
  }

  private void add(LogPlace place) {
    if (filter.takes(place)) {
      sources.computeIfAbsent(place, one -> new LogSource(one.in(directory), filter));
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  @Override
  public void close() throws IOException {
    for (LogSource source : sources.values()) {
      source.close();
    }
  }
}
