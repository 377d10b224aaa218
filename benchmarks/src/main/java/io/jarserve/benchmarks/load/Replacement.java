package io.jarserve.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What happens to the served file while clients ask. Used by one thread, once. */
final class Replacement {

  /** One way to replace a file. */
  interface Step {
    void on(Replacement replacement) throws IOException;
  }

  static final Map<String, Step> STEPS =
      Map.of(
          "good", r -> r.write(r.next),
          "truncated", r -> r.write(Arrays.copyOf(r.next, r.next.length / 2)),
          "start-throws", r -> r.write(r.broken),
          "in-slices", Replacement::writeInSlices,
          "corrupt", r -> r.write(corrupt(r.next)),
          "deleted-and-back", Replacement::deleteAndPutBack);

  private final Path target;
  private final byte[] next;
  private final byte[] broken;

  /**
   * @param target the served file
   * @param next a version that is good
   * @param broken a version whose start throws
   */
  Replacement(Path target, Path next, Path broken) throws IOException {
    this.target = target;
    this.next = Files.readAllBytes(next);
    this.broken = Files.readAllBytes(broken);
  }

  private void write(byte[] bytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(target)) {
      out.write(bytes);
    }
  }

  private void writeInSlices() throws IOException {
    int slice = next.length / 8 + 1;
    try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
      for (int from = 0; from < next.length; from += slice) {
        file.write(next, from, Math.min(slice, next.length - from));
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      }
      file.setLength(next.length);
    }
  }

  private void deleteAndPutBack() throws IOException {
    byte[] before = Files.readAllBytes(target);
    Files.delete(target);
    LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
    write(before);
  }

  /** Damages the content of a class; the directory at the end of the archive stays as it is. */
  static byte[] corrupt(byte[] archive) {
    byte[] damaged = archive.clone();
    int name = new String(archive, ISO_8859_1).indexOf(".class");
    int content = name + ".class".length() + 64;
    Arrays.fill(damaged, content, content + 64, (byte) 0xff);
    return damaged;
  }
}
