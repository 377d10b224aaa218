package io.jarserve.server.proxy;

import io.jarserve.server.certificates.TlsFiles;
import io.jarserve.server.logs.LogFiles;
import io.jarserve.server.model.ProxyStatus;
import io.jarserve.server.routing.Router;
import io.jarserve.server.tls.PriorKnowledge;
import io.jarserve.server.tls.Tls;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public port. Jetty's threads parse, route and write; they never run a blocking deployment and
 * never wait. One more task on Jetty's scheduler looks for passed deadlines.
 *
 * <p>Any thread; once it was told to close it does not open any more. Nothing survives the process.
 */
public final class ProxyServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
  private static final long SWEEP_MILLIS = 50;
  private static final long LOOK_AGAIN_MILLIS = 5;
  private static final long LAST_WORDS_MILLIS = 2000;
  private static final int HEADER_BYTES = 16 * 1024;

  private final Server server;
  private final ServerConnector connector;
  private final ProxyHandler handler;
  private final Router router;

  /** Without TLS. */
  public ProxyServer(String host, int port, Router router, Supplier<Readiness> readiness) {
    this(host, port, router, readiness, plain());
  }

  /**
   * With TLS where there is a certificate.
   *
   * @throws IOException when that cannot be used; says the remedy
   */
  public ProxyServer(
      String host, int port, Optional<TlsFiles> tls, Router router, Supplier<Readiness> readiness)
      throws IOException {
    this(host, port, router, readiness, protocols(tls));
  }

  private ProxyServer(
      String host,
      int port,
      Router router,
      Supplier<Readiness> readiness,
      ConnectionFactory[] protocols) {
    this.router = router;
    this.handler = new ProxyHandler(router, new OwnPages(router, readiness));
    this.server =
        new Server(
            new ServerThreads(), new ScheduledExecutorScheduler("jarserve-http-timer", true), null);
    this.connector = new ProxyConnector(server, protocols);
    connector.setHost(host);
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(handler);
    server.setErrorHandler(new ProblemPages());
    server.setStopTimeout(LAST_WORDS_MILLIS);
    connector.setShutdownIdleTimeout(LAST_WORDS_MILLIS / 10);
  }

  /**
   * Opens the port, unless it was closed before.
   *
   * @throws IOException when it cannot be had; names host and port
   */
  public synchronized void start() throws IOException {
    if (handler.isClosing()) {
      return;
    }
    try {
      server.start();
    } catch (Exception e) {
      stop();
      throw new IOException(
          "cannot listen on "
              + connector.getHost()
              + ":"
              + connector.getPort()
              + " ("
              + e.getMessage()
              + "): free the port or choose another with --http-port",
          e);
    }
    sweepLater();
  }

  /**
   * Writes down every request; before the start.
   *
   * @param json whether as objects of JSON, else in the combined format
   */
  public void logAccess(LogFiles files, boolean json) {
    server.setRequestLog(new AccessLog(files, json));
  }

  /** Says how long connections without a request may stay open at the end. */
  public void partAfter(Duration idle) {
    connector.setShutdownIdleTimeout(idle.toMillis());
  }

  /** The port that is listened on; also when 0 was asked for. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Whether new requests are refused. */
  public boolean isClosing() {
    return handler.isClosing();
  }

  /** How far it is; from any thread, also before the start. */
  public ProxyStatus status() {
    if (isClosing()) {
      return ProxyStatus.DRAINING;
    }
    return isOpen() ? ProxyStatus.HEALTHY : ProxyStatus.STARTING;
  }

  /** Whether it listens. */
  public boolean isOpen() {
    return connector.isOpen();
  }

  /** Refuses new requests from here on; those under way and those that wait go on. */
  public synchronized void refuse() {
    handler.close();
  }

  /**
   * Refuses new requests, ends streams, lets what is under way and what waits finish within the
   * {@code graceful_shutdown_timeout_s} of the deployments, cuts short what is left, closes the
   * port.
   */
  @Override
  public void close() {
    refuse();
    awaitIdle(System.nanoTime());
    stop();
  }

  private void awaitIdle(long since) {
    try {
      while (!router.isIdle()) {
        router.endLasting();
        router.endAfterGrace(since, System.nanoTime());
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the public port was closed over requests that had not ended: {}", e.toString());
    }
  }

  private void sweepLater() {
    server.getScheduler().schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    try {
      router.sweep(System.nanoTime());
    } finally {
      if (server.isRunning()) {
        sweepLater();
      }
    }
  }

  private static ConnectionFactory[] protocols(Optional<TlsFiles> tls) throws IOException {
    return tls.isEmpty()
        ? plain()
        : Tls.protocols(tls.get(), new ProxyConnections(http()), TlsConnection::new)
            .toArray(ConnectionFactory[]::new);
  }

  private static ConnectionFactory[] plain() {
    HttpConfiguration http = http();
    return new ConnectionFactory[] {new ProxyConnections(http), new PriorKnowledge(http)};
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    return http;
  }
}
