package io.jarserve.benchmarks.peers;

import java.nio.file.Path;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.HostConfig;
import org.apache.catalina.startup.Tomcat;

/**
 * Tomcat that watches a directory, as it does out of the box: {@code TomcatDirectory <port> <base
 * directory>}, with the WARs in {@code webapps} below it.
 */
public final class TomcatDirectory {

  private TomcatDirectory() {}

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Path.of(args[1]).toAbsolutePath().toString());
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(Integer.parseInt(args[0]));
    tomcat.setConnector(connector);
    StandardHost host = (StandardHost) tomcat.getHost();
    host.setAppBase("webapps");
    host.addLifecycleListener(new HostConfig());
    tomcat.start();
    tomcat.getServer().await();
  }
}
