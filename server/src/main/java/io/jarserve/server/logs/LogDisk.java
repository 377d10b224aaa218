package io.jarserve.server.logs;

import io.jarserve.server.files.Trouble;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that are open, a few of them at most. When a file cannot be written, its lines are
 * dropped and counted, and it is tried again after a while. Used by the one thread that writes.
 */
final class LogDisk {

  private static final Logger LOG = LoggerFactory.getLogger(LogDisk.class);
  private static final int MOST_OPEN = 64;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path directory;
  private final long mostBytes;
  private final int most;

  /** Those used last are last. */
  private final Map<LogPlace, RotatingFile> open = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<RotatingFile> unflushed = new HashSet<>();
  private final Map<LogPlace, Long> brokenSince = new LinkedHashMap<>();

  /** Null while nobody said which there are. */
  private @Nullable Set<String> applications;

  private volatile long lost;

  LogDisk(Path directory, long mostBytes, int most) {
    this.directory = directory.toAbsolutePath().normalize();
    this.mostBytes = mostBytes;
    this.most = most;
  }

  long lost() {
    return lost;
  }

  void write(LogPlace wanted, byte[] line) {
    LogPlace place = isKnown(wanted) ? wanted : LogPlace.SERVER;
    if (isPausing(place)) {
      lose(1);
      return;
    }
    RotatingFile file = open.computeIfAbsent(place, this::file);
    try {
      file.write(line);
      unflushed.add(file);
      mended(place);
    } catch (IOException e) {
      broken(place, file, e);
    }
    closeEldest();
  }

  /** Hands over to the system what was written, file by file. */
  void flush() {
    if (!unflushed.isEmpty()) {
      List.copyOf(open.entrySet()).stream()
          .filter(entry -> unflushed.contains(entry.getValue()))
          .forEach(entry -> flush(entry.getKey(), entry.getValue()));
      unflushed.clear();
    }
  }

  private void flush(LogPlace place, RotatingFile file) {
    try {
      file.flush();
    } catch (IOException e) {
      broken(place, file, e);
    }
  }

  /** Closes and deletes the files of all applications but these. */
  void retain(Set<String> existing) {
    applications = existing;
    for (Iterator<Map.Entry<LogPlace, RotatingFile>> it = open.entrySet().iterator();
        it.hasNext(); ) {
      Map.Entry<LogPlace, RotatingFile> entry = it.next();
      if (!isKnown(entry.getKey())) {
        unflushed.remove(entry.getValue());
        entry.getValue().abandon();
        it.remove();
      }
    }
    brokenSince.keySet().removeIf(place -> !isKnown(place));
    strangers().forEach(LogDisk::delete);
  }

  private boolean isKnown(LogPlace place) {
    boolean wanted = applications == null || applications.contains(place.application());
    return place.belongsToServer()
        || (wanted && place.in(directory).normalize().startsWith(directory));
  }

  private RotatingFile file(LogPlace place) {
    return new RotatingFile(place.in(directory), mostBytes, most);
  }

  private boolean isPausing(LogPlace place) {
    Long since = brokenSince.get(place);
    return since != null && System.nanoTime() - since < PAUSE_NANOS;
  }

  private void broken(LogPlace place, RotatingFile file, IOException why) {
    lose(Math.max(1, file.abandon()));
    open.remove(place);
    if (brokenSince.put(place, System.nanoTime()) == null) {
      LOG.warn(
          "{} cannot be written ({}); its lines are lost until it can be, and serving goes on",
          place.in(directory),
          why.toString());
    }
  }

  private void mended(LogPlace place) {
    if (!brokenSince.isEmpty() && brokenSince.remove(place) != null) {
      LOG.warn(
          "{} may be written again; {} log lines were lost since the start",
          place.in(directory),
          lost);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void lose(int lines) {
    lost += lines;
  }

  private void closeEldest() {
    if (open.size() > MOST_OPEN) {
      Map.Entry<LogPlace, RotatingFile> eldest = open.entrySet().iterator().next();
      RotatingFile file = eldest.getValue();
      open.remove(eldest.getKey());
      unflushed.remove(file);
      try {
        file.close();
      } catch (IOException e) {
        broken(eldest.getKey(), file, e);
      }
    }
  }

  private List<Path> strangers() {
    Path parent = LogPlace.applications(directory);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, Files::isDirectory)) {
      return StreamSupport.stream(all.spliterator(), false)
          .filter(path -> !isKnown(new LogPlace(path.getFileName().toString(), "any")))
          .toList();
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (IOException e) {
      LOG.warn("the logs of applications that are gone cannot be looked for: {}", Trouble.of(e));
      return List.of();
    }
  }

  private static void delete(Path logsOfOne) {
    try (Stream<Path> files = Files.list(logsOfOne)) {
      files.map(Path::toFile).forEach(File::delete);
      Files.delete(logsOfOne);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", logsOfOne, Trouble.of(e));
    }
  }
}
