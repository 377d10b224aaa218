package io.jarserve.server.embed;

import io.jarserve.server.cli.AdminClient;
import io.jarserve.server.cli.AdminException;
import io.jarserve.server.cli.Credentials;
import java.net.URI;

/** Finds instances that are not in this process. Stateless. */
final class Elsewhere {

  private Elsewhere() {}

  static Jarserve connect(String adminAddress) {
    return Remote.connect(address(adminAddress), credentials());
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
