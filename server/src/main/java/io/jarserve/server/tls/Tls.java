package io.jarserve.server.tls;

import io.jarserve.server.certificates.TlsContexts;
import io.jarserve.server.certificates.TlsFiles;
import io.jarserve.server.files.FileStamp;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS on one port, with HTTP/2 for clients that want it and HTTP/1.1 for all others.
 *
 * <p>While the port is open its files are looked at every second. When they changed, connections
 * from then on get what is in them now, and those that are there go on undisturbed; TLS sessions of
 * before cannot be taken up again. Files that cannot be used change nothing, and are told once.
 *
 * <p>Connections are made, and the files looked at, on Jetty's threads.
 */
public final class Tls extends AbstractConnectionFactory implements ConnectionFactory.Configuring {

  private static final Logger log = LoggerFactory.getLogger(Tls.class);

  /** What a connector has to take a new connection for. */
  public static final String PROTOCOL = "SSL";

  private static final long LOOK_AGAIN_MILLIS = 1000;

  /** Makes the TLS side of a connection. */
  @FunctionalInterface
  public interface Maker {
    /** The usual one. */
    Maker USUAL =
        (connector, context, endPoint, engine) ->
            new SslConnection(
                connector.getByteBufferPool(),
                connector.getExecutor(),
                context,
                endPoint,
                engine,
                false,
                false);

    SslConnection make(
        Connector connector, SslContextFactory context, EndPoint endPoint, SSLEngine engine);
  }

  private final TlsFiles files;
  private final Maker maker;
  private List<FileStamp> seen;
  private volatile SslConnectionFactory current;

  private Tls(TlsFiles files, Maker maker) throws IOException {
    super(PROTOCOL);
    this.files = files;
    this.maker = maker;
    this.seen = stamps();
    this.current = started(TlsContexts.ofPort(files));
  }

  /**
   * What a connector speaks, in the order that it takes them.
   *
   * @param http1 for HTTP/1.1; its configuration is that of HTTP/2 too
   * @throws IOException when the files cannot be used; names file, fault and remedy
   */
  public static List<ConnectionFactory> protocols(
      TlsFiles files, HttpConnectionFactory http1, Maker maker) throws IOException {
    HTTP2ServerConnectionFactory http2 =
        new HTTP2ServerConnectionFactory(http1.getHttpConfiguration());
    ALPNServerConnectionFactory choice =
        new ALPNServerConnectionFactory(http2.getProtocol(), http1.getProtocol());
    choice.setDefaultProtocol(http1.getProtocol());
    return List.of(new Tls(files, maker), choice, http2, http1);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return current.newConnection(connector, endPoint);
  }

  @Override
  public void configure(Connector connector) {
    connector.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStarted(LifeCycle started) {
            follow(connector);
          }
        });
  }

  /** A slow file system must not keep the scheduler. */
  private void follow(Connector connector) {
    Runnable look = () -> connector.getExecutor().execute(() -> look(connector));
    connector.getScheduler().schedule(look, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look(Connector connector) {
    try {
      List<FileStamp> now = stamps();
      if (!now.equals(seen)) {
        seen = now;
        reload();
      }
    } finally {
      if (connector.isRunning()) {
        follow(connector);
      }
    }
  }

  private void reload() {
    try {
      current = started(TlsContexts.ofPort(files));
      log.info("{} were read again; new connections use them", files.paths());
    } catch (IOException | RuntimeException unusable) {
      log.error(
          "{} were changed and cannot be used; what was read before stays in force: {}",
          files.paths(),
          unusable.getMessage());
    }
  }

  private SslConnectionFactory started(SSLContext context) throws IOException {
    SslContextFactory.Server server = new SslContextFactory.Server();
    server.setSslContext(context);
    server.setCipherComparator(HTTP2Cipher.COMPARATOR);
    server.setUseCipherSuitesOrder(true);
    server.setWantClientAuth(files.clientCa().isPresent());
    SslConnectionFactory made = new Connections(server);
    try {
      made.start();
    } catch (Exception fault) {
      throw new IOException(files.paths() + " cannot be used for TLS: " + fault, fault);
    }
    return made;
  }

  private List<FileStamp> stamps() {
    return files.paths().stream().map(FileStamp::of).toList();
  }

  /** Connections by one reading of the files. */
  private final class Connections extends SslConnectionFactory {

    Connections(SslContextFactory.Server server) {
      super(server, "alpn");
      setEnsureSecureRequestCustomizer(false);
    }

    @Override
    protected SslConnection newSslConnection(
        Connector connector, EndPoint endPoint, SSLEngine engine) {
      return maker.make(connector, getSslContextFactory(), endPoint, engine);
    }
  }
}
