package io.jarserve.server.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the certificate of a port and its key are: in two PEM files, or in a keystore.
 *
 * @param certificate in PEM, followed by those between it and its root
 * @param key in PEM, PKCS #8
 * @param keystore PKCS #12 or JKS
 * @param passwordFile holds the password of the keystore
 * @param clientCa in PEM: whoever shows a certificate that one of these signed is known
 */
public record TlsFiles(
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> keystore,
    Optional<Path> passwordFile,
    Optional<Path> clientCa) {

  /**
   * Refuses what is no certificate with its key.
   *
   * @throws IOException says what is missing or too much
   */
  void check() throws IOException {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IOException(
          "a certificate for TLS and its key go together, and only %s is set; set the other too"
              .formatted(certificate.or(() -> key).orElseThrow()));
    } else if (certificate.isPresent() == keystore.isPresent()) {
      throw new IOException(
          "TLS needs either a certificate and its key in PEM, or a keystore; set one of them, and not both");
    }
  }

  /** All that are named. */
  public List<Path> paths() {
    return Stream.of(certificate, key, keystore, passwordFile, clientCa)
        .flatMap(Optional::stream)
        .toList();
  }
}
