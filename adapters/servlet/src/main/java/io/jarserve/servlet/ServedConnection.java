package io.jarserve.servlet;

import io.jarserve.api.Request;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/** What Jetty may know of the connection that a request came by; one for each request. */
final class ServedConnection extends Attributes.Lazy implements ConnectionMetaData {

  private static final InetSocketAddress NOWHERE =
      InetSocketAddress.createUnresolved("localhost", 0);

  private final Request request;
  private final Inlet inlet;
  private final ServedStream stream;

  ServedConnection(Request request, Inlet inlet, ServedStream stream) {
    this.request = request;
    this.inlet = inlet;
    this.stream = stream;
  }

  ServedStream stream() {
    return stream;
  }

  /** The route prefix that the request came by, decoded. */
  String routePrefix() {
    return request.routePrefix();
  }

  @Override
  public String getId() {
    return request.id();
  }

  @Override
  public HttpConfiguration getHttpConfiguration() {
    return inlet.configuration();
  }

  @Override
  public HttpVersion getHttpVersion() {
    return HttpVersion.fromString(request.protocol());
  }

  @Override
  public String getProtocol() {
    return request.protocol();
  }

  /** There is none. */
  @Override
  @SuppressWarnings("NullAway") // Jetty asks for it where there is an end point only
  public @Nullable Connection getConnection() {
    return null;
  }

  @Override
  public Connector getConnector() {
    return inlet;
  }

  /** The server keeps the connection or not; Jetty has no say in it. */
  @Override
  public boolean isPersistent() {
    return false;
  }

  @Override
  public boolean isSecure() {
    return request.scheme().equals("https");
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return request.remoteAddress().orElse(NOWHERE);
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return NOWHERE;
  }
}
