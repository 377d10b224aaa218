package io.jarserve.server.node;

import io.jarserve.server.admin.AdminServer;
import io.jarserve.server.admin.Deploying;
import io.jarserve.server.artifact.Admission;
import io.jarserve.server.artifact.ArtifactDoor;
import io.jarserve.server.artifact.DeployDirectory;
import io.jarserve.server.artifact.DirectoryClaim;
import io.jarserve.server.artifact.jar.VersionNumber;
import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.artifact.store.ArtifactStore;
import io.jarserve.server.checkpoint.CheckpointException;
import io.jarserve.server.checkpoint.CheckpointSaver;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.controller.Controller;
import io.jarserve.server.controller.InstanceFacts;
import io.jarserve.server.files.Tree;
import io.jarserve.server.logs.AuditTrail;
import io.jarserve.server.logs.LogFiles;
import io.jarserve.server.logs.LogLevels;
import io.jarserve.server.logs.Logging;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.plugin.UnloadWatch;
import io.jarserve.server.proxy.ProxyServer;
import io.jarserve.server.replica.ReplicaRunner;
import io.jarserve.server.replica.ReplicaSettings;
import io.jarserve.server.routing.Router;
import io.jarserve.server.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Builds every part of a server, and lets the parts know each other.
 *
 * <p><b>The order.</b> Each part is built after those that it stands on, and handed to {@link
 * Parts}, which closes them the other way round. The controller is an exception: it is built early,
 * because much is made of what it tells, and closed as if it had been built after the replicas and
 * the public port, so that it decides nothing any more while they end.
 *
 * <p><b>The circles.</b> News goes up through functions. Who reports to the controller and is told
 * by it is attached afterwards, in {@link DurableSurroundings}; the controller's own facts are
 * asked for when the status is, and that is never before {@link ServeNode} starts the parts.
 *
 * <p>One thread: the one that starts the server. What was built when building fails is in the
 * {@link Parts}; nothing here survives the process except what {@link Safekeeping} keeps.
 */
final class Assembly {

  private final ServerConfig config;
  private final Embedding embedding;
  private final Parts parts;
  private final Time time;
  private final NodeFacts facts;
  private final Safekeeping safekeeping;
  private final Meters meters;
  private final LogFiles logs;
  private final LogLevels levels;
  private final Router router;
  private final AuditTrail trail;
  private final Admission admission;

  // What a server starts and is asked through.
  final Controller controller;
  final Recovery recovery;
  final ArtifactDoor door;
  final AdminServer admin;
  final ReplicaRunner runner;
  final OutsideHandles handles;
  final ProxyServer proxy;
  final DeployDirectory directory;

  /**
   * @param parts gets everything that is to be closed
   * @param shutdown what somebody at the admin port may ask for
   */
  Assembly(ServerConfig config, Embedding embedding, Parts parts, Runnable shutdown)
      throws StartException, IOException, CheckpointException, ArtifactException {
    this.config = config;
    this.embedding = embedding;
    this.parts = parts;
    time = embedding.time();
    facts = NodeFacts.of(config, time.instant(), !embedding.endsProcess());
    parts.add("state lock", StateLock.take(config.stateDir()));
    safekeeping = Safekeeping.open(config, parts);
    meters = parts.add("meters", new Meters());
    logs = logs();
    levels = parts.add("log levels", LogLevels.ofThisProcess(Marks::current));
    UnloadWatch unloads = new UnloadWatch(time);
    meters.watchPendingUnload(() -> unloads.pending(time.instant()).size());
    router = new Router(meters);
    time.whenMoved(router::hasten);
    DurableSurroundings surroundings = surroundings();
    trail = AuditTrail.open(LogFiles.directory(config.stateDir()));
    controller = controller(surroundings);
    controller.events().hear(trail::add);
    recovery = new Recovery(served(safekeeping.saved()), controller::status);
    admission = Admissions.of(config);
    door = parts.add("artifact door", door());
    admin = parts.add("admin port", admin(shutdown));
    runner = parts.add("replicas", runner(unloads));
    handles = parts.add("handles", new OutsideHandles(runner));
    proxy = parts.add("public port", proxy());
    parts.add("controller", controller);
    directory = directory();
    parts.add(
        "claim on the deploy directory",
        DirectoryClaim.take(config.deployDir(), config.stateDir()));
    parts.add("deploy directory", directory);
    surroundings.attach(runner::follow, directory);
  }

  private LogFiles logs() {
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
    meters.watchLostLogLines(files::lost);
    return files;
  }

  private DurableSurroundings surroundings() {
    CheckpointSaver saver = parts.add("checkpoints", new CheckpointSaver(safekeeping));
    Consumer<Set<String>> retained =
        applications -> {
          logs.retain(applications);
          levels.retain(applications);
        };
    return new DurableSurroundings(
        saver, retained, digest -> embedding.passing().apply(digest).isPresent());
  }

  private Controller controller(DurableSurroundings surroundings) {
    String idPrefix = Long.toString(time.instant().toEpochMilli(), Character.MAX_RADIX);
    Comparator<String> versions = Comparator.comparing(VersionNumber::parse);
    Controller.Past past = new Controller.Past(safekeeping.saved(), trail.last());
    return new Controller(
        past, embedding.owns(), versions, idPrefix, surroundings, this::facts, meters, time);
  }

  private InstanceFacts facts() {
    return facts.with(proxy);
  }

  private static Set<String> served(WantedState saved) {
    return saved.applications().stream()
        .filter(app -> app.lastGood().isPresent())
        .map(app -> app.wanted().name())
        .collect(Collectors.toUnmodifiableSet());
  }

  private ArtifactDoor door() {
    return new ArtifactDoor(
        safekeeping.artifacts(),
        PartSettings.limits(config),
        admission,
        ArtifactDoor.GRACE,
        safekeeping::needs,
        time);
  }

  private AdminServer admin(Runnable shutdown) throws IOException {
    Deploying deploying =
        new Deploying(
            door,
            controller::submit,
            controller::wanted,
            controller::explain,
            controller.events(),
            trail,
            controller::note);
    return new AdminServer(
        PartSettings.adminPort(config, time, controller::note),
        controller::status,
        meters,
        shutdown,
        Optional.of(deploying),
        levels);
  }

  private ReplicaRunner runner(UnloadWatch unloads) throws IOException {
    Path workDir = Tree.emptied(ServeNode.workDir(config));
    ArtifactStore artifacts = safekeeping.artifacts();
    return new ReplicaRunner(
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
        controller::reported);
  }

  private ProxyServer proxy() throws IOException {
    ProxyServer port =
        new ProxyServer(
            config.httpHost(),
            config.httpPort(),
            Certificates.ofPublicPort(config),
            router,
            recovery::readiness);
    port.partAfter(embedding.parting());
    if (config.accessLog()) {
      port.logAccess(logs, config.accessLogAsJson());
    }
    return port;
  }

  private DeployDirectory directory() throws ArtifactException {
    return new DeployDirectory(
        PartSettings.deployDirectory(config),
        embedding.settle(),
        admission,
        safekeeping.artifacts(),
        controller::listed);
  }
}
