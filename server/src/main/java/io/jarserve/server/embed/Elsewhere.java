package io.jarserve.server.embed;

import io.jarserve.server.cli.AdminClient;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.node.Detached;
import io.jarserve.server.node.StartException;
import java.net.URI;

/** Starts and finds instances that are not in this process. Stateless. */
final class Elsewhere {

  private Elsewhere() {}

  static Jarserve connect(String adminAddress, ConnectOptions connecting) {
    return Remote.connect(address(adminAddress), connecting.credentials(System.getenv()));
  }

  static Jarserve startDetached(ServerConfig options, ConnectOptions connecting) {
    var unused = connecting.credentials(System.getenv()); // before there is a process
    try {
      return started(Detached.start(options), connecting);
    } catch (StartException e) {
      throw new JarserveException("not_started", String.valueOf(e.getMessage()), e);
    }
  }

  private static Jarserve started(String adminAddress, ConnectOptions connecting) {
    try {
      return connect(adminAddress, connecting);
    } catch (JarserveException e) {
      throw new JarserveException(
          e.reason(),
          "the instance is up at %s and stays, but this program cannot ask it: %s; see ConnectOptions"
              .formatted(adminAddress, e.getMessage()),
          e);
    }
  }

  private static URI address(String text) {
    try {
      return AdminClient.address(text);
    } catch (IllegalArgumentException notOne) {
      throw new JarserveException("invalid", String.valueOf(notOne.getMessage()), notOne);
    }
  }
}
