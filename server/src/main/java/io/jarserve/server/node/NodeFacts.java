package io.jarserve.server.node;

import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.controller.InstanceFacts;
import io.jarserve.server.logs.LogFiles;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.proxy.ProxyServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a node says of itself: who it is, since when, and where it can be reached. */
record NodeFacts(ServerConfig config, InstanceStatus.ControllerInfo self, String ip) {

  /**
   * Of a node that starts at that time.
   *
   * @param embedded whether its process may go on when it has ended
   */
  static NodeFacts of(ServerConfig config, Instant now, boolean embedded) {
    InstanceStatus.ControllerInfo self =
        new InstanceStatus.ControllerInfo(
            "node-1",
            config.namespace(),
            Version.current(),
            Runtime.version().toString(),
            ProcessHandle.current().pid(),
            now.toEpochMilli() / 1000.0,
            config.deployDir().toAbsolutePath().normalize().toString(),
            embedded);
    return new NodeFacts(config, self, address(config.httpHost()));
  }

  /** Together with how its public port is just now. */
  InstanceFacts with(ProxyServer proxy) {
    int port = proxy.isOpen() ? proxy.port() : config.httpPort();
    return new InstanceFacts(
        self,
        new InstanceStatus.HttpOptions(config.httpHost(), port, config.httpTls()),
        new InstanceStatus.ProxyView(self.nodeId(), ip, proxy.status(), logFile()));
  }

  private @Nullable String logFile() {
    return config.logFiles() ? LogFiles.ofServer(config.stateDir()).toString() : null;
  }

  private static String address(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) { // the public port will say so
      return host;
    }
  }
}
