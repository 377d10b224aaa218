package io.jarserve.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * A WAR in Tomcat, as the root application: {@code TomcatWar <port> <war>}. Tomcat's defaults
 * without its access log, which would be in its disfavour.
 */
public final class TomcatWar {

  private TomcatWar() {}

  public static void main(String[] args) throws Exception {
    start(Integer.parseInt(args[0]), Path.of(args[1])).getServer().await();
  }

  static Tomcat start(int port, Path war) throws IOException, LifecycleException {
    Path base = Files.createTempDirectory("tomcat");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.toString());
    Files.createDirectories(base.resolve("webapps"));
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(port);
    tomcat.setConnector(connector);
    tomcat.setAddDefaultWebXmlToWebapp(false); // it wants JSP
    tomcat.addWebapp("", war.toAbsolutePath().toString());
    tomcat.start();
    return tomcat;
  }
}
