package io.jarserve.server.proxy;

import io.jarserve.server.routing.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public port. Jetty's threads parse, route and write; they never run a blocking deployment and
 * never wait. One more task on Jetty's scheduler looks for passed deadlines.
 *
 * <p>{@link #start} and {@link #close} are called by one thread; nothing survives the process.
 */
public final class ProxyServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
  private static final long SWEEP_MILLIS = 50;
  private static final long LAST_WORDS_MILLIS = 2000;
  private static final int HEADER_BYTES = 16 * 1024;
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Server server;
  private final ServerConnector connector;
  private final ProxyHandler handler;
  private final Router router;

  public ProxyServer(String host, int port, Router router, Supplier<Readiness> readiness) {
    this.router = router;
    this.handler = new ProxyHandler(router, new OwnPages(router, readiness));
    this.server = new Server(threads());
    this.connector = new ServerConnector(server, new ProxyConnections(http()));
    connector.setHost(host);
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(handler);
    server.setErrorHandler(new ProblemPages());
    server.setStopTimeout(LAST_WORDS_MILLIS);
    connector.setShutdownIdleTimeout(LAST_WORDS_MILLIS / 10);
  }

  /**
   * Opens the port.
   *
   * @throws IOException when it cannot be had; names host and port
   */
  public void start() throws IOException {
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

  /** The port that is listened on; also when 0 was asked for. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Whether new requests are refused. */
  boolean isClosing() {
    return handler.isClosing();
  }

  /** Refuses new requests, waits for those under way, closes the port. */
  @Override
  public void close() {
    handler.close();
    awaitIdle(System.nanoTime() + GRACE.toNanos());
    stop();
  }

  private void awaitIdle(long until) {
    try {
      while (!router.isIdle() && System.nanoTime() - until < 0) {
        TimeUnit.MILLISECONDS.sleep(5);
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

  private static QueuedThreadPool threads() {
    int cores = Runtime.getRuntime().availableProcessors();
    QueuedThreadPool pool = new QueuedThreadPool(Math.max(16, 4 * cores), 4);
    pool.setName("jarserve-http");
    return pool;
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    return http;
  }
}
