package io.jarserve.server.admin;

import io.jarserve.server.logs.LogLevels;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.InstanceEvent.Kind;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin port. It has its own small Jetty, so that it still answers when the public port is
 * overloaded or draining. Start it first and close it last. Requests run on its own few threads;
 * nothing is kept.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
  private static final int MAX_THREADS = 8;
  private static final int MAX_CONNECTIONS = 256;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final AdminPort port;
  private final Server server;
  private final ServerConnector connector;
  private final Runnable shutdown;
  private final Notes notes;
  private final Feeds feeds = new Feeds();
  private final Optional<DeployRoutes> deployRoutes;
  private final AtomicBoolean shutdownBegun = new AtomicBoolean();

  /**
   * One that only tells.
   *
   * @param status asked for each request; must be cheap and not block
   * @param shutdown run once, on a thread of its own, after somebody asked for it and was answered
   */
  public AdminServer(
      AdminPort port, Supplier<InstanceStatus> status, Meters meters, Runnable shutdown) {
    this(port, status, meters, shutdown, Optional.empty());
  }

  /**
   * One by which is deployed, too.
   *
   * @param deploying what deploys; empty for one that only tells
   */
  public AdminServer(
      AdminPort port,
      Supplier<InstanceStatus> status,
      Meters meters,
      Runnable shutdown,
      Optional<Deploying> deploying) {
    this(port, status, meters, shutdown, deploying, LogLevels.withoutEffect());
  }

  /**
   * One that has a say in what is logged, too.
   *
   * @param deploying what deploys; empty for one that only tells
   * @param levels of deployments
   */
  public AdminServer(
      AdminPort port,
      Supplier<InstanceStatus> status,
      Meters meters,
      Runnable shutdown,
      Optional<Deploying> deploying,
      LogLevels levels) {
    this.port = port;
    this.shutdown = shutdown;
    this.server =
        new Server(threads(), new ScheduledExecutorScheduler("jarserve-admin-timer", true), null);
    this.connector = connector();
    this.deployRoutes = deploying.map(parts -> new DeployRoutes(parts, status, feeds));
    Supplier<Optional<String>> etag = () -> deploying.map(parts -> parts.wanted().get().etag());
    this.notes = deploying.map(Deploying::notes).orElse(Notes.NONE);
    List<AdminRoute> routes =
        new ArrayList<>(
            new InstanceRoutes(status, etag, meters, this::shutDownOnce, Clock.systemUTC()).all());
    deployRoutes.ifPresent(more -> routes.addAll(more.all()));
    routes.addAll(new LogRoutes(status, levels, notes).all());
    Supplier<String> version = () -> status.get().controllerInfo().version();
    RouteList all = new RouteList(ApiRoutes.describing(version, routes));
    Access access = new Entrance(port.callers(), Clock.systemUTC());
    server.setHandler(new AdminHandler(gatekeeper(), access, all, feeds));
  }

  /**
   * Listens.
   *
   * @throws IOException when it cannot or may not listen there; says the remedy
   */
  public void start() throws IOException {
    checkHost();
    speakTls();
    try {
      connector.open();
      server.start();
      feeds.start();
    } catch (Exception fault) {
      close();
      throw new IOException(
          "cannot listen for admin requests on "
              + port.host()
              + ":"
              + port.port()
              + " ("
              + rootOf(fault).getMessage()
              + "); "
              + "stop what uses it or choose another with --admin-port",
          fault);
    }
  }

  /** Where it listens. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Answers what it has taken and stops. */
  @Override
  public void close() {
    feeds.close();
    try {
      server.stop();
    } catch (Exception fault) {
      log.warn("the admin port did not stop as it should", fault);
    } finally {
      deployRoutes.ifPresent(DeployRoutes::close);
    }
  }

  private void checkHost() throws IOException {
    if (address().isLoopbackAddress()) {
      return;
    }
    if (!port.allowRemote() && port.callers().isOpen()) {
      throw new IOException(
          "the admin port may not listen on '"
              + port.host()
              + "': that is more than loopback, and nothing says who may come in; "
              + "make a token with 'jarserve token create', use 127.0.0.1, or set allow_remote_admin"
              + " if everybody who can reach it may stop the server");
    }
    if (port.tls().isEmpty()) {
      log.warn(
          "the admin port listens on {} without TLS, so that tokens can be read on their way; set"
              + " admin_tls_certificate and admin_tls_key",
          port.host());
    }
  }

  private void speakTls() throws IOException {
    if (port.tls().isPresent()) {
      HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
      List<ConnectionFactory> protocols = Tls.protocols(port.tls().get(), http, Tls.Maker.USUAL);
      connector.setConnectionFactories(protocols);
      connector.setDefaultProtocol(Tls.PROTOCOL);
    }
  }

  private Gatekeeper gatekeeper() {
    return new Gatekeeper(port.scheme(), port.host(), port.allowRemote(), !port.callers().isOpen());
  }

  private InetAddress address() throws IOException {
    try {
      return InetAddress.getByName(port.host());
    } catch (UnknownHostException fault) {
      throw new IOException(
          "the admin host '%s' is unknown; use 127.0.0.1 or another address of this machine"
              .formatted(port.host()),
          fault);
    }
  }

  private void shutDownOnce(String actor) {
    if (shutdownBegun.compareAndSet(false, true)) {
      String who = new Actor(actor, Origin.API).title();
      String text = who + " asked the instance to end: shutting down";
      notes.take(Kind.SHUTDOWN_STARTED, Optional.empty(), actor, text);
      new Thread(shutdown, "jarserve-shutdown").start();
    }
  }

  private ServerConnector connector() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector made = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
    made.setHost(port.host());
    made.setPort(port.port());
    made.setIdleTimeout(IDLE.toMillis());
    server.addConnector(made);
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
    server.setErrorHandler(new ProblemErrors());
    server.setStopTimeout(STOP_TIMEOUT.toMillis());
    return made;
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setName("jarserve-admin");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    return threads;
  }

  private static Throwable rootOf(Throwable fault) {
    Throwable cause = fault.getCause();
    return cause == null ? fault : rootOf(cause);
  }
}
