package io.jarserve.server.admin;

import io.jarserve.server.access.Callers;
import io.jarserve.server.certificates.TlsFiles;
import java.util.Optional;

/**
 * Where the admin port is, and who may come in.
 *
 * @param host a name or an address to listen on
 * @param port 0 for any free one
 * @param allowRemote whether to listen on more than loopback although everybody may come in
 * @param callers who may come in
 * @param tls where the certificate is; empty: no TLS
 */
public record AdminPort(
    String host, int port, boolean allowRemote, Callers callers, Optional<TlsFiles> tls) {

  /** Without TLS. */
  public AdminPort(String host, int port, boolean allowRemote, Callers callers) {
    this(host, port, allowRemote, callers, Optional.empty());
  }

  /** For this machine alone, where everybody may come in. */
  public static AdminPort local(int port) {
    return new AdminPort("127.0.0.1", port, false, Callers.open());
  }

  String scheme() {
    return tls.isPresent() ? "https" : "http";
  }
}
