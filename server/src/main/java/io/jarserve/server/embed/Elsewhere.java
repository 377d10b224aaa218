package io.jarserve.server.embed;

import io.jarserve.server.cli.AdminClient;
import io.jarserve.server.cli.AdminException;
import io.jarserve.server.cli.Credentials;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.node.Detached;
import io.jarserve.server.node.StartException;
import java.net.URI;

/** Starts and finds instances that are not in this process. Stateless. */
final class Elsewhere {

  private Elsewhere() {}

  static Jarserve connect(String adminAddress) {
    return Remote.connect(address(adminAddress), credentials());
  }

  static Jarserve startDetached(ServerConfig options) {
    try {
      return connect(Detached.start(options));
    } catch (StartException e) {
      throw new JarserveException("not_started", String.valueOf(e.getMessage()), e);
    }
  }

  private static URI address(String text) {
    try {
      return AdminClient.address(text);
    } catch (IllegalArgumentException notOne) {
      throw new JarserveException("invalid", String.valueOf(notOne.getMessage()), notOne);
    }
  }

  private static Credentials credentials() {
    try {
      return Credentials.of(null, System.getenv());
    } catch (AdminException unusable) {
      throw new JarserveException("invalid", String.valueOf(unusable.getMessage()), unusable);
    }
  }
}
