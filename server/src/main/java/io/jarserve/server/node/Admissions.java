package io.jarserve.server.node;

import io.jarserve.server.artifact.Admission;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Which artifacts the settings let in. Stateless. */
final class Admissions {

  private Admissions() {}

  /**
   * @throws IOException when a file that they name cannot be used; says the remedy
   */
  static Admission of(ServerConfig config) throws IOException {
    Admission admission = Admission.EVERYTHING;
    Optional<Path> trustStore = config.file(ConfigKey.TRUST_STORE);
    if (config.requireSigned() && trustStore.isEmpty()) {
      throw new IOException(
          "require_signed is set and trust_store is not; set trust_store to the certificates of those who may sign");
    }
    if (trustStore.isPresent()) {
      Optional<Path> password = config.file(ConfigKey.TRUST_STORE_PASSWORD_FILE);
      admission = admission.signedBy(trustStore.get(), password);
    }
    Optional<Path> digests = config.file(ConfigKey.ALLOWED_DIGESTS);
    return digests.isPresent() ? admission.listedIn(digests.get()) : admission;
  }
}
