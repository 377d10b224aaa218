package io.jarserve.server.node;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentHandle;
import io.jarserve.server.artifact.Artifact;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.checkpoint.CheckpointException;
import io.jarserve.server.config.ApplicationConfig;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.controller.Controller;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server, and what may be asked of it: put together by {@link Assembly}, closed by {@link
 * Parts}.
 *
 * <p>The admin port opens first. The public port opens when what served before serves again, or
 * when {@link Recovery} has lost its patience; then {@link #start} returns. Everything later
 * happens on the threads of the parts. {@link #close} may be called by any thread and more than
 * once.
 */
public final class ServeNode implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServeNode.class);

  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ServerConfig config;
  private final Parts parts;
  private final Assembly built;

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
    this.parts = parts;
    this.built = new Assembly(config, embedding, parts, this::close);
  }

  private void open() throws IOException, ArtifactException, InterruptedException {
    built.door.start();
    built.admin.start();
    built.controller.start();
    built.directory.start();
    List<String> missing = built.recovery.await(Recovery.PATIENCE);
    if (!missing.isEmpty() && !closing.get()) {
      log.warn("the public port opens although these do not serve yet: {}", missing);
    }
    built.proxy.start();
  }

  /** Where what belongs to this run alone lies: emptied at the start. */
  public static Path workDir(ServerConfig config) {
    return config.stateDir().resolve("run");
  }

  /** The public port; also when 0 was asked for. */
  public int httpPort() {
    return built.proxy.port();
  }

  /** The admin port; also when 0 was asked for. */
  public int adminPort() {
    return built.admin.port();
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
    return built.controller.submit(change);
  }

  /** All that is wanted, with owners and histories; never waits. */
  public WantedState wanted() {
    return built.controller.wanted();
  }

  /**
   * Takes in a JAR of this machine, to be deployed by its digest.
   *
   * @throws RefusedException when it cannot be read or served
   */
  public Artifact take(Path jar) throws RefusedException {
    return built.door.take(jar);
  }

  /** What the admin port tells; never waits. */
  public InstanceStatus status() {
    return built.controller.status();
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
    built.runner.kill(id, cause);
  }

  /**
   * The instances that serve a deployment just now, for code that shares its classes. Whoever keeps
   * one keeps its class loader.
   */
  public CompletionStage<List<Deployment>> instances(DeploymentId id) {
    return built.runner.instances(id);
  }

  /**
   * The way to a deployment, which need not be there yet: for calls past HTTP, as from another
   * application. Of use until this server is closed.
   */
  public DeploymentHandle handle(DeploymentId id) {
    return built.handles.to(id);
  }

  /** Deploys what config files ask for; what is refused is logged. */
  void deploy(List<ApplicationConfig> applications) throws InterruptedException {
    new ConfiguredApplications(built.door, built.controller::submit).deploy(applications);
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
      built.recovery.end();
      built.proxy.refuse();
      parts.closeAll();
      log.info("stopped");
      closed.countDown();
    }
  }
}
