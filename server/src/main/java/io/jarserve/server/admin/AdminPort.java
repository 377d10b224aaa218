package io.jarserve.server.admin;

import io.jarserve.server.access.Callers;

/**
 * Where the admin port is, and who may come in.
 *
 * @param host a name or an address to listen on
 * @param port 0 for any free one
 * @param allowRemote whether to listen on more than loopback although everybody may come in
 * @param callers who may come in
 */
public record AdminPort(String host, int port, boolean allowRemote, Callers callers) {

  /** For this machine alone, where everybody may come in. */
  public static AdminPort local(int port) {
    return new AdminPort("127.0.0.1", port, false, Callers.open());
  }
}
