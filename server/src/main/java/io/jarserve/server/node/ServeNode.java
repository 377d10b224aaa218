package io.jarserve.server.node;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentHandle;
import io.jarserve.server.access.Callers;
import io.jarserve.server.access.CertificateRoles;
import io.jarserve.server.access.Tokens;
import io.jarserve.server.admin.AdminPort;
import io.jarserve.server.admin.AdminServer;
import io.jarserve.server.admin.Deploying;
import io.jarserve.server.artifact.Admission;
import io.jarserve.server.artifact.Artifact;
import io.jarserve.server.artifact.ArtifactDoor;
import io.jarserve.server.artifact.ArtifactException;
import io.jarserve.server.artifact.ArtifactLimits;
import io.jarserve.server.artifact.ArtifactStore;
import io.jarserve.server.artifact.DeployDirectory;
import io.jarserve.server.artifact.RefusedException;
import io.jarserve.server.artifact.VersionNumber;
import io.jarserve.server.checkpoint.CheckpointException;
import io.jarserve.server.checkpoint.CheckpointSaver;
import io.jarserve.server.config.ApplicationConfig;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.controller.Controller;
import io.jarserve.server.controller.InstanceFacts;
import io.jarserve.server.logs.AuditTrail;
import io.jarserve.server.logs.LogFiles;
import io.jarserve.server.logs.LogLevels;
import io.jarserve.server.logs.Logging;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.plugin.UnloadWatch;
import io.jarserve.server.proxy.ProxyServer;
import io.jarserve.server.replica.ReplicaRunner;
import io.jarserve.server.replica.ReplicaSettings;
import io.jarserve.server.routing.Router;
import io.jarserve.server.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: every part, built bottom-up and closed top-down.
 *
 * <p>The admin port opens first. The public port opens when what served before serves again, or
 * when {@link Recovery} has lost its patience; then {@link #start} returns. Everything later
 * happens on the threads of the parts. {@link #close} may be called by any thread and more than
 * once.
 */
public final class ServeNode implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServeNode.class);

  private final Time time;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ServerConfig config;
  private final InstanceStatus.ControllerInfo info;
  private final String nodeIp;
  private final Parts parts;
  private final Controller controller;
  private final DeployDirectory directory;
  private final ReplicaRunner runner;
  private final ArtifactDoor door;
  private final OutsideHandles handles;
  private final AdminServer admin;
  private final ProxyServer proxy;
  private final Recovery recovery;

  /**
   * Starts a server and waits until it serves.
   *
   * @throws StartException when it cannot; what was started by then is closed again
   */
  public static ServeNode start(ServerConfig config) throws StartException {
    return start(config, Embedding.NONE);
  }

  /**
   * Starts a server with what only code that embeds it can set, and waits until it serves.
   *
   * @throws StartException when it cannot; what was started by then is closed again
   */
  public static ServeNode start(ServerConfig config, Embedding embedding) throws StartException {
    Parts parts = new Parts();
    try {
      ServeNode node = new ServeNode(config, embedding, parts);
      node.open();
      return node;
    } catch (StartException e) {
      parts.closeAll();
      throw e;
    } catch (IOException | CheckpointException | ArtifactException e) {
      parts.closeAll();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      parts.closeAll();
      Thread.currentThread().interrupt();
      throw new StartException("the start was interrupted", e);
    }
  }

  private ServeNode(ServerConfig config, Embedding embedding, Parts parts)
      throws StartException, IOException, CheckpointException, ArtifactException {
    this.config = config;
    this.nodeIp = address(config.httpHost());
    this.parts = parts;
    this.time = embedding.time();
    this.info = info(config, time.instant());
    Path stateDir = config.stateDir();
    parts.add("state lock", StateLock.take(stateDir));
    Safekeeping safekeeping = Safekeeping.open(config, parts);
    WantedState saved = safekeeping.saved();
    ArtifactStore artifacts = safekeeping.artifacts();
    Meters meters = parts.add("meters", new Meters());
    LogFiles logs = logs(config, parts);
    meters.watchLostLogLines(logs::lost);
    LogLevels levels = parts.add("log levels", LogLevels.ofThisProcess(Marks::current));
    UnloadWatch unloads = new UnloadWatch(time);
    meters.watchPendingUnload(() -> unloads.pending(time.instant()).size());
    Router router = new Router(meters);
    time.whenMoved(router::hasten);

    CheckpointSaver saver = parts.add("checkpoints", new CheckpointSaver(safekeeping));
    AuditTrail trail = AuditTrail.open(LogFiles.directory(stateDir));
    DurableSurroundings surroundings =
        new DurableSurroundings(
            saver, retained(logs, levels), digest -> embedding.passing().apply(digest).isPresent());
    controller = controller(saved, surroundings, meters);
    controller.events().hear(trail::add);
    recovery = new Recovery(served(saved), controller::status);
    Admission admission = Admissions.of(config);
    door =
        parts.add(
            "artifact door",
            new ArtifactDoor(
                artifacts,
                limits(config),
                admission,
                ArtifactDoor.GRACE,
                safekeeping::needs,
                time));
    admin =
        parts.add(
            "admin port",
            new AdminServer(
                adminPort(config, time),
                controller::status,
                meters,
                this::close,
                Optional.of(deploying(door, controller, trail)),
                levels));
    Path workDir = WorkDirectory.emptied(workDir(config));
    runner =
        parts.add(
            "replicas",
            new ReplicaRunner(
                ReplicaSettings.defaults(workDir),
                digest ->
                    embedding
                        .passing()
                        .apply(digest)
                        .orElseGet(() -> admission.checked(digest, artifacts.path(digest))),
                router,
                meters,
                unloads,
                embedding.influence(),
                time,
                controller::reported));
    handles = parts.add("handles", new OutsideHandles(runner));
    proxy =
        parts.add(
            "public port",
            new ProxyServer(
                config.httpHost(),
                config.httpPort(),
                Certificates.ofPublicPort(config),
                router,
                recovery::readiness));
    proxy.partAfter(embedding.parting());
    if (config.accessLog()) {
      proxy.logAccess(logs, config.accessLogAsJson());
    }
    parts.add("controller", controller);
    directory =
        parts.add(
            "deploy directory",
            watched(config, embedding.settle(), admission, artifacts, controller));
    surroundings.attach(runner::follow, directory);
  }

  private void open() throws IOException, ArtifactException, InterruptedException {
    door.start();
    admin.start();
    controller.start();
    directory.start();
    List<String> missing = recovery.await(Recovery.PATIENCE);
    if (!missing.isEmpty() && !closing.get()) {
      log.warn("the public port opens although these do not serve yet: {}", missing);
    }
    proxy.start();
  }

  private static AdminPort adminPort(ServerConfig config, Time time) throws IOException {
    Callers callers = Callers.by(new Tokens(config.stateDir()), time);
    Optional<Path> roles = config.file(ConfigKey.ADMIN_CLIENT_ROLES);
    if (roles.isPresent()) {
      callers = callers.orBy(new CertificateRoles(roles.get()));
    }
    return new AdminPort(
        config.adminHost(),
        config.adminPort(),
        config.allowRemoteAdmin(),
        callers,
        Certificates.ofAdminPort(config));
  }

  private static Consumer<Set<String>> retained(LogFiles logs, LogLevels levels) {
    return applications -> {
      logs.retain(applications);
      levels.retain(applications);
    };
  }

  private static LogFiles logs(ServerConfig config, Parts parts) {
    LogFiles files =
        parts.add(
            "log files",
            new LogFiles(
                LogFiles.directory(config.stateDir()),
                config.logFileBytes(),
                config.logFileCount()));
    if (config.logFiles()) {
      parts.add("log", Logging.toFiles(files, Marks::current));
    }
    return files;
  }

  private Controller controller(
      WantedState saved, DurableSurroundings surroundings, Meters meters) {
    String idPrefix = Long.toString(time.instant().toEpochMilli(), Character.MAX_RADIX);
    Comparator<String> versions = Comparator.comparing(VersionNumber::parse);
    return new Controller(saved, versions, idPrefix, surroundings, this::facts, meters, time);
  }

  private static DeployDirectory watched(
      ServerConfig config,
      Duration settle,
      Admission admission,
      ArtifactStore artifacts,
      Controller controller)
      throws ArtifactException {
    DeployDirectory.Settings settings =
        new DeployDirectory.Settings(
            config.deployDir(),
            config.stateDir(),
            config.allowInsecureDeployDir(),
            config.scanInterval(),
            limits(config),
            System::nanoTime);
    return new DeployDirectory(settings, settle, admission, artifacts, controller::listed);
  }

  private static Deploying deploying(ArtifactDoor door, Controller controller, AuditTrail trail) {
    return new Deploying(
        door,
        controller::submit,
        controller::wanted,
        controller::explain,
        controller.events(),
        trail);
  }

  private static ArtifactLimits limits(ServerConfig config) {
    return new ArtifactLimits(
        config.maxArtifactBytes(), config.maxUnpackedBytes(), config.maxEntries());
  }

  private InstanceFacts facts() {
    String nodeId = info.nodeId();
    int port = proxy.isOpen() ? proxy.port() : config.httpPort();
    String log = config.logFiles() ? LogFiles.ofServer(config.stateDir()).toString() : null;
    return new InstanceFacts(
        info,
        new InstanceStatus.HttpOptions(config.httpHost(), port, config.httpTls()),
        new InstanceStatus.ProxyView(nodeId, nodeIp, proxy.status(), log));
  }

  private static InstanceStatus.ControllerInfo info(ServerConfig config, Instant now) {
    return new InstanceStatus.ControllerInfo(
        "node-1",
        config.namespace(),
        Version.current(),
        Runtime.version().toString(),
        ProcessHandle.current().pid(),
        now.toEpochMilli() / 1000.0,
        config.deployDir().toAbsolutePath().normalize().toString());
  }

  private static String address(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) { // the public port will say so
      return host;
    }
  }

  private static Set<String> served(WantedState saved) {
    return saved.applications().stream()
        .filter(app -> app.lastGood().isPresent())
        .map(app -> app.wanted().name())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Where what belongs to this run alone lies: emptied at the start. */
  public static Path workDir(ServerConfig config) {
    return config.stateDir().resolve("run");
  }

  /** The public port; also when 0 was asked for. */
  public int httpPort() {
    return proxy.port();
  }

  /** The admin port; also when 0 was asked for. */
  public int adminPort() {
    return admin.port();
  }

  /** Where the public port is, for clients. */
  public URI httpAddress() {
    return URI.create(
        new InstanceStatus.HttpOptions(config.httpHost(), httpPort(), config.httpTls()).url());
  }

  /** Where the admin port is, for clients. */
  public URI adminAddress() {
    return URI.create(
        new InstanceStatus.HttpOptions(config.adminHost(), adminPort(), config.adminTls()).url());
  }

  /** Asks for a change; see {@link Controller#submit}. */
  public CompletionStage<Outcome> submit(Change change) {
    return controller.submit(change);
  }

  /** All that is wanted, with owners and histories; never waits. */
  public WantedState wanted() {
    return controller.wanted();
  }

  /**
   * Takes in a JAR of this machine, to be deployed by its digest.
   *
   * @throws RefusedException when it cannot be read or served
   */
  public Artifact take(Path jar) throws RefusedException {
    return door.take(jar);
  }

  /** What the admin port tells; never waits. */
  public InstanceStatus status() {
    return controller.status();
  }

  /** Whether somebody has begun to close this server, perhaps before it served. */
  public boolean isClosing() {
    return closing.get();
  }

  /**
   * Ends a replica as if it had broken, requests under way included. Returns at once; the status
   * tells when it is replaced.
   */
  public void kill(ReplicaId id, String cause) {
    runner.kill(id, cause);
  }

  /**
   * The instances that serve a deployment just now, for code that shares its classes. Whoever keeps
   * one keeps its class loader.
   */
  public CompletionStage<List<Deployment>> instances(DeploymentId id) {
    return runner.instances(id);
  }

  /**
   * The way to a deployment, which need not be there yet: for calls past HTTP, as from another
   * application. Of use until this server is closed.
   */
  public DeploymentHandle handle(DeploymentId id) {
    return handles.to(id);
  }

  /** Deploys what config files ask for; what is refused is logged. */
  void deploy(List<ApplicationConfig> applications) throws InterruptedException {
    new ConfiguredApplications(door, controller::submit).deploy(applications);
  }

  /** Waits until somebody has closed this server, from inside or by the admin port. */
  public void awaitClose() throws InterruptedException {
    closed.await();
  }

  /** The same, for that long at most; tells whether it is closed. */
  public boolean awaitClose(Duration most) throws InterruptedException {
    return closed.await(most.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Finishes the requests under way, stops every replica, and lets go of everything. During the
   * start it ends the start: the public port does not open any more.
   */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      log.info("stopping: requests under way finish");
      recovery.end();
      proxy.refuse();
      parts.closeAll();
      log.info("stopped");
      closed.countDown();
    }
  }
}
