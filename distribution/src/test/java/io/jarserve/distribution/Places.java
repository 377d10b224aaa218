package io.jarserve.distribution;

import java.nio.file.Path;

/** Where this build has put what it built. */
final class Places {

  static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  static final String VERSION = System.getProperty("jarserve.version", "");

  private Places() {}

  static Path archive(String suffix) {
    return REPOSITORY.resolve("distribution/target/jarserve-" + VERSION + suffix);
  }
}
