package io.jarserve.servlet;

import io.jarserve.api.Request;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;

/** Where requests come into Jetty: a connector that listens on nothing. */
final class Inlet extends AbstractConnector {

  private final HttpConfiguration http;
  private final HttpChannel.Factory channels = new HttpChannel.DefaultFactory();

  Inlet(Server server) {
    this(server, quiet());
  }

  private Inlet(Server server, HttpConfiguration http) {
    super(server, null, null, null, 0, new HttpConnectionFactory(http));
    this.http = http;
  }

  HttpChannel channel(Request request, ServedStream stream) {
    HttpChannel channel = channels.newHttpChannel(new ServedConnection(request, this, stream));
    channel.setHttpStream(stream);
    channel.initialize();
    return channel;
  }

  HttpConfiguration configuration() {
    return http;
  }

  @Override
  public Object getTransport() {
    return this;
  }

  @Override
  protected void accept(int acceptor) {
    throw new UnsupportedOperationException("there is nothing to accept");
  }

  private static HttpConfiguration quiet() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    return http;
  }
}
