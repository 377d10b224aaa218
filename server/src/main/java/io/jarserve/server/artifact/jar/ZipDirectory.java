package io.jarserve.server.artifact.jar;

import static io.jarserve.server.artifact.jar.RefusedException.bad;
import static io.jarserve.server.artifact.jar.RefusedException.tornJar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the central directory of a ZIP file and refuses what no honest JAR has, before any of it is
 * unpacked: too many entries, names that lead out of a directory, encryption. Bounded in memory by
 * the limits. Not reusable.
 */
final class ZipDirectory {

  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int END64_SIZE = 56;
  private static final int LOCATOR_SIGNATURE = 0x07064b50;
  private static final int LOCATOR_SIZE = 20;
  private static final int RECORD_SIGNATURE = 0x02014b50;
  private static final int RECORD_SIZE = 46;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  private final FileChannel zip;
  private final long size;
  private final ArtifactLimits limits;
  private final Set<String> names = new HashSet<>();

  /** How many entries the end record tells of, and where their directory lies. */
  private record End(long entries, long bytes, long position) {}

  private ZipDirectory(FileChannel zip, ArtifactLimits limits) throws IOException {
    this.zip = zip;
    this.size = zip.size();
    this.limits = limits;
  }

  static void check(FileChannel zip, ArtifactLimits limits) throws IOException, RefusedException {
    new ZipDirectory(zip, limits).check();
  }

  private void check() throws IOException, RefusedException {
    End end = findEnd();
    if (end.entries() > limits.maxEntries()) {
      throw bad(
          "it has %s entries and at most %s are allowed; leave some out, or raise max_entries"
              .formatted(end.entries(), limits.maxEntries()));
    }
    if (end.bytes() > limits.maxDirectoryBytes()) {
      throw bad(
          "its directory is %s bytes long and at most %s are allowed; give its entries shorter names, or raise max_entries"
              .formatted(end.bytes(), limits.maxDirectoryBytes()));
    }
    if (end.position() < 0) {
      throw tornJar("its end record tells of a directory that does not fit into the file");
    }
    checkRecords(read(end.position(), (int) end.bytes()), end.entries());
  }

  private End findEnd() throws IOException, RefusedException {
    int length = (int) Math.min(size, END_SIZE + 0xffff);
    ByteBuffer tail = read(size - length, length);
    for (int at = length - END_SIZE; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE && at + END_SIZE + u16(tail, at + 20) == length) {
        return end(tail, at, size - length + at);
      }
    }
    throw tornJar("it is not a whole JAR: no ZIP end record in its %s bytes".formatted(size));
  }

  private End end(ByteBuffer tail, int at, long position) throws IOException, RefusedException {
    long entries = u16(tail, at + 10);
    long bytes = u32(tail, at + 12);
    if (entries == 0xffff || bytes == 0xffff_ffffL || u32(tail, at + 16) == 0xffff_ffffL) {
      return end64(position - LOCATOR_SIZE, new End(entries, bytes, position - bytes));
    }
    return new End(entries, bytes, position - bytes);
  }

  private End end64(long locatorPosition, End plain) throws IOException, RefusedException {
    if (locatorPosition < END64_SIZE) {
      return plain;
    }
    ByteBuffer locator = read(locatorPosition, LOCATOR_SIZE);
    if (locator.getInt(0) != LOCATOR_SIGNATURE) {
      return plain;
    }
    long position = locator.getLong(8);
    if (position < 0 || position > locatorPosition - END64_SIZE) {
      throw tornJar("its ZIP64 end record lies outside of the file, at %s".formatted(position));
    }
    ByteBuffer end = read(position, END64_SIZE);
    if (end.getInt(0) != END64_SIGNATURE || end.getLong(32) < 0 || end.getLong(40) < 0) {
      throw tornJar("its ZIP64 end record at %s is damaged".formatted(position));
    }
    return new End(end.getLong(32), end.getLong(40), position - end.getLong(40));
  }

  private void checkRecords(ByteBuffer records, long entries) throws RefusedException {
    int at = 0;
    for (long i = 0; i < entries; i++) {
      if (at + RECORD_SIZE > records.limit() || records.getInt(at) != RECORD_SIGNATURE) {
        throw tornJar("its directory is damaged at entry %s of %s".formatted(i + 1, entries));
      }
      int next =
          at + RECORD_SIZE + u16(records, at + 28) + u16(records, at + 30) + u16(records, at + 32);
      if (next > records.limit()) {
        throw tornJar("its directory is cut off at entry %s of %s".formatted(i + 1, entries));
      }
      checkRecord(records, at);
      at = next;
    }
    if (at != records.limit()) {
      throw tornJar(
          "its directory has more in it than the %s entries it tells of".formatted(entries));
    }
  }

  private void checkRecord(ByteBuffer records, int at) throws RefusedException {
    String name = name(records.slice(at + RECORD_SIZE, u16(records, at + 28)));
    checkName(name);
    if ((u16(records, at + 8) & ENCRYPTED) != 0) {
      throw bad("its entry '%s' is encrypted; pack it without a password".formatted(name));
    }
    int method = u16(records, at + 10);
    if (method != STORED && method != DEFLATED) {
      throw bad(
          "its entry '%s' is packed with method %s, which Java cannot read; pack it with the jar tool"
              .formatted(name, method));
    }
  }

  private static String name(ByteBuffer bytes) throws RefusedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw bad("the name of one of its entries is not UTF-8; pack it with the jar tool");
    }
  }

  private void checkName(String name) throws RefusedException {
    if (name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
      throw bad(
          "it has an entry with an empty name or control characters in it: '%s'; pack it with the jar tool"
              .formatted(name.replaceAll("\\p{Cntrl}", "?")));
    }
    if (name.contains("\\")) {
      throw bad("its entry '%s' has a backslash in its name; use slashes".formatted(name));
    }
    if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
      throw bad("its entry '%s' has an absolute name; names must be relative".formatted(name));
    }
    if (("/" + name + "/").contains("/../")) {
      throw bad(
          "its entry '%s' leads out of the JAR; names must not have '..' in them".formatted(name));
    }
    if (!names.add(name) && !name.endsWith("/")) {
      throw bad("its entry '%s' is there twice; keep the one that is meant".formatted(name));
    }
  }

  private ByteBuffer read(long position, int length) throws IOException, RefusedException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (zip.read(buffer, position + buffer.position()) < 0) {
        throw tornJar("it ends in the middle of its directory, at byte %s".formatted(zip.size()));
      }
    }
    return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int u16(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  private static long u32(ByteBuffer bytes, int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }
}
