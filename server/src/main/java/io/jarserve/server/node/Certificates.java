package io.jarserve.server.node;

import io.jarserve.server.certificates.TlsFiles;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import java.util.Optional;

/** Which files of the settings belong to which port. Stateless. */
final class Certificates {

  private Certificates() {}

  /** Those of the public port; empty: no TLS. */
  static Optional<TlsFiles> ofPublicPort(ServerConfig config) {
    return config.httpTls()
        ? Optional.of(
            new TlsFiles(
                config.file(ConfigKey.HTTP_TLS_CERTIFICATE),
                config.file(ConfigKey.HTTP_TLS_KEY),
                config.file(ConfigKey.HTTP_TLS_KEYSTORE),
                config.file(ConfigKey.HTTP_TLS_PASSWORD_FILE),
                Optional.empty()))
        : Optional.empty();
  }

  /** Those of the admin port; empty: no TLS. */
  static Optional<TlsFiles> ofAdminPort(ServerConfig config) {
    return config.adminTls()
        ? Optional.of(
            new TlsFiles(
                config.file(ConfigKey.ADMIN_TLS_CERTIFICATE),
                config.file(ConfigKey.ADMIN_TLS_KEY),
                config.file(ConfigKey.ADMIN_TLS_KEYSTORE),
                config.file(ConfigKey.ADMIN_TLS_PASSWORD_FILE),
                config.file(ConfigKey.ADMIN_CLIENT_CA)))
        : Optional.empty();
  }
}
