package io.jarserve.benchmarks.peers;

import java.nio.file.Path;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;

/**
 * A WAR in Jetty, as the root application: {@code JettyWar <port> <war>}. Jetty's defaults but for
 * the {@code Server} header, which is left out.
 */
public final class JettyWar {

  private JettyWar() {}

  public static void main(String[] args) throws Exception {
    start(Integer.parseInt(args[0]), Path.of(args[1])).join();
  }

  static Server start(int port, Path war) throws Exception {
    return PeerJetty.start(port, new WebAppContext(war.toAbsolutePath().toString(), "/"));
  }
}
