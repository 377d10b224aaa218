package io.jarserve.server.logs;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that is put aside as {@code <file>.1} before it would be too large, the older
 * ones as {@code .2} and so on; the oldest is deleted. Opened by the first line, and again when
 * somebody took the file away. Lines reach the disk by {@link #flush}. Used by one thread.
 */
final class RotatingFile {

  private static final int BUFFER = 16 * 1024;

  private final Path file;
  private final long mostBytes;
  private final int most;
  private @Nullable OutputStream raw;
  private @Nullable OutputStream out;
  private long size;
  private int waiting;

  /**
   * @param most how many files there may be, that which is written to included
   */
  RotatingFile(Path file, long mostBytes, int most) {
    this.file = file;
    this.mostBytes = mostBytes;
    this.most = most;
  }

  /**
   * Appends a line.
   *
   * @throws IOException when it cannot; lines that waited are lost then, see {@link #abandon}
   */
  void write(byte[] line) throws IOException {
    OutputStream open = out == null ? opened() : out;
    if (size > 0 && size + line.length > mostBytes) {
      rotate();
      open = opened();
    }
    waiting++;
    open.write(line);
    size += line.length;
  }

  /** Hands what was written to the system. */
  void flush() throws IOException {
    if (out != null) {
      out.flush();
      waiting = 0;
      if (!Files.exists(file)) {
        close();
      }
    }
  }

  /** Lets go of the file; the next line opens it again. */
  void close() throws IOException {
    OutputStream open = out;
    out = null;
    raw = null;
    if (open != null) {
      open.close();
      waiting = 0;
    }
  }

  /**
   * Lets go of the file after a failure.
   *
   * @return how many lines are lost
   */
  int abandon() {
    int lost = waiting;
    waiting = 0;
    try {
      if (raw != null) {
        raw.close();
      }
    } catch (IOException unusable) {
      // it was given up anyway
    }
    out = null;
    raw = null;
    return lost;
  }

  private OutputStream opened() throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    boolean torn = isTorn();
    OutputStream stream = new FileOutputStream(file.toFile(), true);
    raw = stream;
    OutputStream buffered = new BufferedOutputStream(stream, BUFFER);
    out = buffered;
    size = Files.size(file);
    if (torn) {
      buffered.write('\n');
      size++;
    }
    return buffered;
  }

  /** Whether a crash or a full disk left half a line, to which the next must not be glued. */
  private boolean isTorn() throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (RandomAccessFile last = new RandomAccessFile(file.toFile(), "r")) {
      last.seek(last.length() - 1);
      return last.read() != '\n';
    }
  }

  private void rotate() throws IOException {
    flush();
    close();
    for (int older = most - 2; older >= 0; older--) {
      move(aside(older), aside(older + 1));
    }
    if (most == 1) {
      Files.deleteIfExists(file);
    }
  }

  private Path aside(int age) {
    return age == 0 ? file : file.resolveSibling(file.getFileName() + "." + age);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException notYet) {
      // there are not that many yet
    }
  }
}
