package io.jarserve.server.tls;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 without TLS, for clients that know that it is spoken here and begin with it, as proxies
 * and gRPC do. One that begins with HTTP/1.1 and asks to change, as Java's own does with every
 * server, stays with that: nothing is gained by the change. Loads what it needs with the first
 * client. Any thread.
 */
public final class PriorKnowledge extends AbstractConnectionFactory
    implements ConnectionFactory.Upgrading {

  private final HttpConfiguration configuration;
  private @Nullable HTTP2CServerConnectionFactory loaded;

  /**
   * @param configuration that of HTTP/1.1 beside it
   */
  public PriorKnowledge(HttpConfiguration configuration) {
    super("h2c");
    this.configuration = configuration;
  }

  @Override
  public List<String> getProtocols() {
    return List.of("h2c");
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return http2().newConnection(connector, endPoint);
  }

  @Override
  public @Nullable Connection upgradeConnection(
      Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable answer) {
    return HttpMethod.PRI.is(request.getMethod())
        ? http2().upgradeConnection(connector, endPoint, request, answer)
        : null;
  }

  private synchronized HTTP2CServerConnectionFactory http2() {
    HTTP2CServerConnectionFactory made = loaded;
    if (made == null) {
      made = new HTTP2CServerConnectionFactory(configuration);
      addBean(made);
      LifeCycle.start(made);
      loaded = made;
    }
    return made;
  }
}
