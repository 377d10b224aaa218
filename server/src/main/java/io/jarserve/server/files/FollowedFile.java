package io.jarserve.server.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in a file, read again whenever that was changed. Content that cannot be used leaves what
 * was read before in force, and is told once for each change.
 *
 * <p>Any thread; whoever asks first after a change reads the file, and others wait for it.
 */
public final class FollowedFile<T> {

  private static final Logger log = LoggerFactory.getLogger(FollowedFile.class);

  /** Makes something of the content of a file. */
  @FunctionalInterface
  public interface Reader<T> {

    /**
     * What the content says.
     *
     * @throws IOException names file, fault and remedy
     */
    T read(byte[] content) throws IOException;
  }

  private final Path file;
  private final T absent;
  private final Reader<T> reader;
  private FileStamp stamp;
  private T current;

  /**
   * Reads the file.
   *
   * @param absent what holds while there is no such file
   * @throws IOException when it is there and cannot be used
   */
  public FollowedFile(Path file, T absent, Reader<T> reader) throws IOException {
    this.file = file;
    this.absent = absent;
    this.reader = reader;
    this.stamp = FileStamp.of(file);
    this.current = read(stamp);
  }

  /** Whether the file was there when it was last looked at. */
  public synchronized boolean isPresent() {
    return stamp.isPresent();
  }

  /** What holds now. */
  public synchronized T current() {
    FileStamp now = FileStamp.of(file);
    if (!now.equals(stamp)) {
      stamp = now;
      update();
    }
    return current;
  }

  private void update() {
    try {
      current = read(stamp);
      log.info("{} {}", file, stamp.isPresent() ? "was changed and is read again" : "is gone");
    } catch (IOException unusable) {
      log.error("what {} said before stays in force: {}", file, unusable.getMessage());
    }
  }

  private T read(FileStamp seen) throws IOException {
    return seen.isPresent() ? reader.read(content()) : absent;
  }

  private byte[] content() throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new IOException(
          "%s cannot be read: %s; make it a file that this user may read"
              .formatted(file, Trouble.of(unreadable)),
          unreadable);
    }
  }
}
