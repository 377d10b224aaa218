package io.jarserve.server.artifact.jar;

import static io.jarserve.server.artifact.jar.RefusedException.bad;
import static io.jarserve.server.artifact.jar.RefusedException.tornJar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads every byte of a JAR once: a central directory tells nothing about the bytes before it.
 * Bytes are counted while they are unpacked, whatever the directory says of them. Looks at private
 * copies only; any thread.
 */
public final class JarVerifier {

  private final ArtifactLimits limits;

  public JarVerifier(ArtifactLimits limits) {
    this.limits = limits;
  }

  /** Refuses a file by its size, before anything is read or copied. */
  public void checkSize(long size) throws RefusedException {
    if (size > limits.maxArtifactBytes()) {
      throw bad(
          "it is %s bytes long and at most %s are allowed; make it smaller, or raise max_artifact_bytes"
              .formatted(size, limits.maxArtifactBytes()));
    }
  }

  public void verify(Path jar) throws IOException, RefusedException {
    try (FileChannel channel = FileChannel.open(jar, StandardOpenOption.READ)) {
      ZipDirectory.check(channel, limits);
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      readAll(zip, Files.size(jar));
    } catch (ZipException e) {
      throw tornJar("it is not a whole JAR: %s".formatted(e.getMessage()));
    }
  }

  private void readAll(ZipFile zip, long packedBytes) throws IOException, RefusedException {
    byte[] buffer = new byte[64 * 1024];
    long unpacked = 0;
    for (Iterator<? extends ZipEntry> entries = zip.stream().iterator(); entries.hasNext(); ) {
      unpacked = readEntry(zip, entries.next(), buffer, unpacked, packedBytes);
    }
  }

  private long readEntry(
      ZipFile zip, ZipEntry entry, byte[] buffer, long unpackedBefore, long packedBytes)
      throws IOException, RefusedException {
    CRC32 crc = new CRC32();
    long unpacked = unpackedBefore;
    try (InputStream in = zip.getInputStream(entry)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        crc.update(buffer, 0, n);
        unpacked += n;
        checkUnpacked(unpacked, packedBytes, entry);
      }
    } catch (ZipException | EOFException e) {
      throw tornJar(
          "its entry '%s' cannot be unpacked: %s".formatted(entry.getName(), e.getMessage()));
    }
    long length = unpacked - unpackedBefore;
    if (length != entry.getSize() || crc.getValue() != entry.getCrc()) {
      throw tornJar(
          String.format(
              Locale.ROOT,
              "its entry '%s' is damaged: %s bytes with checksum %08x, but %s with %08x were packed",
              entry.getName(),
              length,
              crc.getValue(),
              entry.getSize(),
              entry.getCrc()));
    }
    return unpacked;
  }

  private void checkUnpacked(long unpacked, long packed, ZipEntry entry) throws RefusedException {
    if (unpacked > limits.maxUnpackedBytes()) {
      throw bad(
          "it unpacks to more than the %s bytes that are allowed (at entry '%s'); make it smaller, or raise max_unpacked_bytes"
              .formatted(limits.maxUnpackedBytes(), entry.getName()));
    }
    if (ArtifactLimits.isBomb(unpacked, packed)) {
      throw bad(
          "its %s bytes unpack to more than %s times as much (at entry '%s'), as a zip bomb does; pack it without compression if that is meant"
              .formatted(packed, ArtifactLimits.MOST_UNPACKED_PER_PACKED_BYTE, entry.getName()));
    }
  }
}
