package io.jarserve.benchmarks.peers;

import java.nio.file.Path;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

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
    Server server = new Server();
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new WebAppContext(war.toAbsolutePath().toString(), "/"));
    server.start();
    return server;
  }
}
