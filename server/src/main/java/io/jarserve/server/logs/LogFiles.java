package io.jarserve.server.logs;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log files of a server: one for each deployment, one for the server, one for the requests of
 * the public port; each turned over by size, and the old ones deleted. Any thread may hand in lines
 * and never waits; one thread of its own writes. What there was no place for, in the queue or on
 * the disk, is counted.
 *
 * <p>After a crash the lines of the last few milliseconds may be missing.
 */
public final class LogFiles implements AutoCloseable {

  /** How much may be on its way to the disk. */
  private static final long MOST_QUEUED = 8 * 1024 * 1024;

  private final LogDisk disk;
  private final LineQueue<Queued> queue;

  /** A piece of work for the writer. */
  private interface Queued extends LineQueue.Entry {
    void run(LogDisk disk);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Line(LogPlace place, byte[] bytes) implements Queued {
    @Override
    public int weight() {
      return bytes.length;
    }

    @Override
    public void run(LogDisk disk) {
      disk.write(place, bytes);
    }
  }

  private record Late(LogPlace place, int weight, Supplier<byte[]> line) implements Queued {
    @Override
    public void run(LogDisk disk) {
      disk.write(place, line.get());
    }
  }

  private record Retain(Set<String> applications) implements Queued {
    @Override
    public int weight() {
      return 0;
    }

    @Override
    public void run(LogDisk disk) {
      disk.retain(applications);
    }
  }

  /**
   * Nothing is opened before the first line.
   *
   * @param mostBytes how large a file may grow
   * @param most how many files there may be of each, that which is written to included
   */
  public LogFiles(Path directory, long mostBytes, int most) {
    this.disk = new LogDisk(directory, mostBytes, most);
    this.queue =
        new LineQueue<>("jarserve-logs", MOST_QUEUED, entry -> entry.run(disk), disk::flush);
  }

  /** Where the logs of a server are that has this state directory. */
  public static Path directory(Path stateDir) {
    return stateDir.resolve("logs");
  }

  /** The file of what belongs to no deployment. */
  public static Path ofServer(Path stateDir) {
    return LogPlace.SERVER.in(directory(stateDir));
  }

  /** Takes a line of the deployment that it is marked with, else of the server. */
  void write(@Nullable LogMark mark, LogLine line) {
    LogPlace place = mark == null ? LogPlace.SERVER : LogPlace.of(mark);
    queue.offer(new Line(place, line.bytes()));
  }

  /**
   * Takes a line about a request.
   *
   * @param weight about how many bytes the supplier holds
   * @param line gives the bytes, with the end of the line, on the thread that writes; must not
   *     throw
   */
  public void access(int weight, Supplier<byte[]> line) {
    queue.offer(new Late(LogPlace.ACCESS, weight, line));
  }

  /**
   * Says which applications there are. The files of all others are closed and deleted; what they
   * still say goes to the server's.
   */
  public void retain(Set<String> applications) {
    queue.offerAlways(new Retain(Set.copyOf(applications)));
  }

  /** How many lines were lost so far. */
  public long lost() {
    return queue.dropped() + disk.lost();
  }

  /** Writes what was taken and lets go of the files. */
  @Override
  public void close() {
    queue.close();
  }
}
