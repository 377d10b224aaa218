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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one log from its oldest file to the end of its newest, and on from there when there is
 * more, also when the files were turned over meanwhile. Lines that are not whole are passed over.
 * Used by one thread.
 */
final class LogSource implements AutoCloseable {

  private static final int MOST_FILES = 1000;
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
      close();
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

  /** The file after that which was read last, or else the oldest. */
  private boolean openNext() throws IOException {
    List<Path> files = oldestFirst();
    int after = 0;
    for (int i = 0; i < files.size(); i++) {
      after = key != null && key.equals(keyOf(files.get(i))) ? i + 1 : after;
    }
    return after < files.size() && open(files.get(after));
  }

  private boolean open(Path file) throws IOException {
    Object before = keyOf(file);
    InputStream opened = opened(file);
    if (opened == null) {
      return false;
    }
    if (before == null || !before.equals(keyOf(file))) { // turned over just now
      opened.close();
      return false;
    }
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

  private List<Path> oldestFirst() throws IOException {
    List<Path> files = new ArrayList<>();
    for (int age = 1; age < MOST_FILES; age++) {
      Path aside = newest.resolveSibling(newest.getFileName() + "." + age);
      if (!Files.exists(aside)) {
        break;
      }
      if (mayHoldWanted(aside)) {
        files.add(0, aside);
      }
    }
    if (Files.exists(newest)) {
      files.add(newest);
    }
    return files;
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
