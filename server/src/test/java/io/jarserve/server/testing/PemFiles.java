package io.jarserve.server.testing;

import io.jarserve.server.certificates.TlsFiles;
import io.jarserve.server.testing.TestCertificates.Signed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a port has its certificate and the key of it. */
public record PemFiles(Path certificate, Path key) {

  /** Two files in that directory, which need not be there yet. */
  public static PemFiles in(Path directory) {
    return new PemFiles(directory.resolve("tls.crt"), directory.resolve("tls.key"));
  }

  /** The same files, once they hold that certificate. */
  public PemFiles holding(Signed signed) throws IOException {
    signed.write(certificate, key);
    return this;
  }

  /** What the port is told. */
  public TlsFiles ofPort() {
    return ofPort(Optional.empty());
  }

  /** What the port is told that asks its clients for certificates which that authority signed. */
  public TlsFiles ofPort(Path clientCa) {
    return ofPort(Optional.of(clientCa));
  }

  private TlsFiles ofPort(Optional<Path> clientCa) {
    return new TlsFiles(
        Optional.of(certificate), Optional.of(key), Optional.empty(), Optional.empty(), clientCa);
  }
}
