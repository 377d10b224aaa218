package io.jarserve.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file that one holder has at a time. The operating system lets go of it when the process ends,
 * in whatever way; what is in the file only says who has it, and the file stays.
 *
 * <p>Inside a process the files that are held are known by name, and not opened again: on Linux a
 * lock is gone as soon as the process closes any channel to its file. Any thread.
 */
public final class LockFile implements AutoCloseable {

  /** Longer than anybody takes to look who has it. */
  public static final Duration A_LOOK = Duration.ofMillis(500);

  private static final int MOST_BYTES = 8 * 1024;
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** The holders in this process, by what the operating system calls the file; guards itself. */
  private static final Map<Object, String> HELD = new HashMap<>();

  private final Object key;
  private final FileChannel channel;

  private LockFile(Object key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** Somebody else has it. */
  public static final class HeldException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String holder;

    HeldException(Path file, String holder) {
      super(file + " is held by " + holder);
      this.holder = holder;
    }

    /** Who, as he said of himself. */
    public String holder() {
      return holder;
    }
  }

  /** The file is there, and nothing on this file system can be locked. */
  public static final class UnsupportedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why, as the operating system says. */
    public UnsupportedException(Path file, IOException cause) {
      super(file + " cannot be locked (" + cause.getMessage() + ")", cause);
    }
  }

  /** Takes the lock of an open file, if nobody has it. */
  @FunctionalInterface
  interface Locking {
    @Nullable FileLock tryLock(FileChannel channel) throws IOException;
  }

  /**
   * Takes it, or throws at once.
   *
   * @param holder says who takes it, for whoever comes too late
   * @throws HeldException when it is taken
   * @throws UnsupportedException when there are no locks there
   * @throws IOException when the file can be neither made nor opened
   */
  public static LockFile take(Path file, String holder) throws IOException {
    return take(file, holder, FileChannel::tryLock);
  }

  /**
   * Takes it, also when it gets free a little later: whoever only looks who has it ({@link
   * #holder}) has it for a moment.
   *
   * @param patience how long to try at least; then it is held for good
   * @throws IOException as {@link #take(Path, String)}
   */
  public static LockFile take(Path file, String holder, Duration patience) throws IOException {
    long tries = patience.dividedBy(PAUSE); // not a time, in which a slow machine tries but once
    while (true) {
      try {
        return take(file, holder);
      } catch (HeldException held) {
        if (tries-- <= 0 || Thread.currentThread().isInterrupted()) {
          throw held;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  static LockFile take(Path file, String holder, Locking locking) throws IOException {
    synchronized (HELD) {
      Object key = key(file);
      String other = HELD.get(key);
      if (other != null) {
        throw new HeldException(file, other);
      }
      FileChannel channel = locked(file, holder, locking);
      HELD.put(key, holder);
      return new LockFile(key, channel);
    }
  }

  /**
   * Who has it just now.
   *
   * @return empty when nobody has it, or nobody can tell
   */
  public static Optional<String> holder(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      take(file, "").close();
      return Optional.empty();
    } catch (HeldException held) {
      return Optional.of(held.holder());
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  /** Makes the file where it is missing. */
  private static Object key(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException there) {
      // as after every start but the first
    }
    Object key =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return key == null ? file.toRealPath() : key;
  }

  private static FileChannel locked(Path file, String holder, Locking locking) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      lock(file, channel, locking);
      write(channel, holder);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(Path file, FileChannel channel, Locking locking) throws IOException {
    FileLock lock;
    try {
      lock = locking.tryLock(channel);
    } catch (IOException none) {
      throw new UnsupportedException(file, none);
    }
    if (lock == null) {
      String other = read(channel);
      throw new HeldException(file, other.isEmpty() ? "another process" : other);
    }
  }

  /** Windows lets nobody read what is locked. */
  private static String read(FileChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES);
    try {
      int unused = channel.read(buffer, 0);
    } catch (IOException locked) {
      return "";
    }
    return new String(buffer.array(), 0, buffer.position(), UTF_8).strip();
  }

  /** On a full disk the lock holds all the same, and does not say whose it is. */
  private static void write(FileChannel channel, String holder) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((holder + "\n").getBytes(UTF_8)), 0);
    } catch (IOException full) {
      // told by whatever else is written there
    }
  }

  /** Lets go of it. */
  @Override
  public void close() {
    synchronized (HELD) {
      HELD.remove(key);
      try {
        channel.close();
      } catch (IOException e) {
        // the lock goes with the process at the latest
      }
    }
  }
}
