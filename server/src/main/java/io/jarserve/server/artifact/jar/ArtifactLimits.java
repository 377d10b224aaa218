package io.jarserve.server.artifact.jar;

/**
 * What a JAR may ask of the server before it is trusted with anything. The names of the keys that
 * raise them are those of the components in snake case.
 *
 * @param maxArtifactBytes size of the file
 * @param maxUnpackedBytes of all its entries together
 * @param maxEntries in its directory
 */
public record ArtifactLimits(long maxArtifactBytes, long maxUnpackedBytes, int maxEntries) {

  private static final long MIB = 1024 * 1024;

  /** What holds when the operator says nothing. */
  public static final ArtifactLimits DEFAULTS =
      new ArtifactLimits(1024 * MIB, 4 * 1024 * MIB, 100_000);

  /** No compiler's output packs tighter; only much more than this is held against a JAR. */
  static final long MOST_UNPACKED_PER_PACKED_BYTE = 200;

  /** Up to here a JAR may be packed as tightly as it likes. */
  static final long HARMLESS_BYTES = 64 * MIB;

  /** The largest central directory: names far longer than any class has. */
  long maxDirectoryBytes() {
    return Math.min(1024 * MIB, Math.max(MIB, maxEntries * 512L));
  }

  /** Whether that much out of that little can only be meant to exhaust the server. */
  static boolean isBomb(long unpackedBytes, long packedBytes) {
    return unpackedBytes > HARMLESS_BYTES
        && unpackedBytes / MOST_UNPACKED_PER_PACKED_BYTE > packedBytes;
  }
}
