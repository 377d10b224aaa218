package io.jarserve.server.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one log from its oldest file to the end of its newest, and on from there when there is
 * more, also when the files were turned over meanwhile. Lines that are not whole are passed over.
 * Used by one thread.
 */
final class LogSource implements AutoCloseable {

  private static final int NOWHERE = -1;

  /** So many ages in a row without a file mean that there is no older one. */
  private static final int GAP = 10;

  private static final int BUFFER = 64 * 1024;

  private final Path newest;
  private final LogFilter filter;
  private final byte[] buffer = new byte[BUFFER];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int next;
  private int filled;
  private @Nullable InputStream in;

  /** What tells the open file from others, whatever it is called by now. */
  private @Nullable Object key;

  LogSource(Path newest, LogFilter filter) {
    this.newest = newest;
    this.filter = filter;
  }

  /** The next line that is wanted; null when there is none for now. */
  @Nullable LogLine next() throws IOException {
    for (String text = text(); text != null; text = text()) {
      LogLine found = LogLine.parse(text).filter(filter::takes).orElse(null);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable String text() throws IOException {
    while (true) {
      if (in == null && !openNext()) {
        return null;
      }
      if (readLine()) {
        return taken();
      }
      if (isNewest()) {
        return null;
      }
      if (readLine()) { // written just before it was put aside
        return taken();
      }
      if (!openNext()) {
        return null;
      }
    }
  }

  private String taken() {
    String text = line.toString(UTF_8);
    line.reset();
    return text;
  }

  /** Up to the end of a line; false when it is not there yet, and what is there is kept. */
  private boolean readLine() throws IOException {
    while (fill()) {
      for (int i = next; i < filled; i++) {
        if (buffer[i] == '\n') {
          line.write(buffer, next, i - next);
          next = i + 1;
          return true;
        }
      }
      line.write(buffer, next, filled - next);
      next = filled;
    }
    return false;
  }

  private boolean fill() throws IOException {
    if (next == filled && in != null) {
      next = 0;
      filled = Math.max(0, in.read(buffer));
    }
    return next < filled;
  }

  private boolean isNewest() throws IOException {
    return key != null && key.equals(keyOf(newest));
  }

  /**
   * The file after that which was read last, or else the oldest. The files may be turned over at
   * the same moment, the oldest first, so that there is a gap for a while, or for long after a
   * crash.
   */
  private boolean openNext() throws IOException {
    Object last = key;
    int age = last == null ? NOWHERE : ageOf(last);
    if (last == null || age == NOWHERE) {
      return open(aside(oldest()), () -> true);
    }
    return age > 0 && openAfter(age, last);
  }

  private boolean openAfter(int age, Object last) throws IOException {
    int next = age - 1;
    while (next > 0 && !Files.exists(aside(next))) {
      next--;
    }
    int from = next + 1;
    return open(aside(next), () -> isGap(from, age) && last.equals(keyOf(aside(age))));
  }

  private boolean isGap(int from, int to) {
    return IntStream.range(from, to).noneMatch(age -> Files.exists(aside(age)));
  }

  /** Something that must still be so. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  /** Opens a file in place of the one that is open, unless it was turned over just now. */
  private boolean open(Path file, Condition still) throws IOException {
    Object before = keyOf(file);
    if (before == null || before.equals(key)) {
      return false;
    }
    InputStream opened = opened(file);
    if (opened == null) {
      return false;
    }
    if (!before.equals(keyOf(file)) || !still.holds()) {
      opened.close();
      return false;
    }
    close();
    in = opened;
    key = before;
    return true;
  }

  private static @Nullable InputStream opened(Path file) throws IOException {
    try {
      return new FileInputStream(file.toFile());
    } catch (FileNotFoundException gone) {
      if (Files.exists(file)) {
        throw gone;
      }
      return null;
    }
  }

  /** How often the file was put aside; it is never passed over, as files only grow older. */
  private int ageOf(Object wanted) throws IOException {
    for (int age = 0, missing = 0; missing < GAP; age++) {
      Object found = keyOf(aside(age));
      if (wanted.equals(found)) {
        return age;
      }
      missing = found == null ? missing + 1 : 0;
    }
    return NOWHERE;
  }

  private int oldest() throws IOException {
    int oldest = 0;
    for (int age = 1, missing = 0; missing < GAP; age++) {
      boolean there = Files.exists(aside(age));
      if (there && !mayHoldWanted(aside(age))) {
        break;
      }
      missing = there ? 0 : missing + 1;
      oldest = there ? age : oldest;
    }
    return oldest;
  }

  private Path aside(int age) {
    return age == 0 ? newest : newest.resolveSibling(newest.getFileName() + "." + age);
  }

  private boolean mayHoldWanted(Path aside) throws IOException {
    Instant since = filter.since().orElse(null);
    try {
      return since == null || !Files.getLastModifiedTime(aside).toInstant().isBefore(since);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static @Nullable Object keyOf(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.fileKey() != null ? attributes.fileKey() : attributes.creationTime();
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
    in = null;
    next = 0;
    filled = 0;
    line.reset();
  }
}
