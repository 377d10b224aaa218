package io.jarserve.maven.dev;

/**
 * Versions of what is rolled in while somebody edits: those of the project with a number that
 * grows, so that each can be told from the one before in status, logs and {@code
 * context.version()}. They are lower than the version that they lead to. Pure.
 */
final class DevVersion {

  private static final String SNAPSHOT = "-SNAPSHOT";

  private DevVersion() {}

  /** The version of that build: {@code 1.2.0-SNAPSHOT} and 3 give {@code 1.2.0-dev.3}. */
  static String of(String version, int build) {
    String base =
        version.endsWith(SNAPSHOT)
            ? version.substring(0, version.length() - SNAPSHOT.length())
            : version;
    return base + (base.contains("-") ? "." : "-") + "dev." + build;
  }
}
