package io.jarserve.server.replica;

import io.jarserve.api.Deployment;
import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ConfigReport;
import io.jarserve.server.plan.ReplicaReport;
import io.jarserve.server.replica.HealthSchedule.Verdict;
import io.jarserve.server.replica.Serving.Ready;
import io.jarserve.server.replica.StartSequence.Started;
import io.jarserve.server.replica.Timers.Timer;
import io.jarserve.server.replica.handle.Handles;
import io.jarserve.server.replica.handle.Neighbours;
import io.jarserve.server.replica.handle.ProbeRequest;
import io.jarserve.server.replica.request.ReplicaTarget;
import io.jarserve.server.replica.request.RequestGate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one replica. Its {@link ReplicaState} is what is reported; beside it a phase says how
 * far the work is, because one that FAILED still drains, stops and lets go of its generation. One
 * thread: the runner's; nothing survives the process.
 */
final class Replica implements Serving.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private enum Phase {
    WAITING,
    STARTING,
    /** Ready, and waits for those whom it calls. */
    AWAITING,
    /** Ready, and has a request to answer before it takes any. */
    PROBING,
    SERVING,
    /** No longer wanted, and there for those who call it. */
    STAYING,
    DRAINING,
    STOPPING,
    GONE
  }

  private final ReplicaId id;
  private final Stage stage;
  private final GenerationHold hold;
  private final DeploymentMeter meter;
  private final Instant since;
  private final RequestGate gate;
  private final Neighbours neighbours;
  private Assignment assignment;
  private Phase phase = Phase.WAITING;
  private ReplicaState state = ReplicaState.STARTING;
  private boolean sick;
  private String message = "";
  private boolean nodeFault;
  private @Nullable Deployment deployment;
  private @Nullable OwnContext context;
  private @Nullable PluginCall<Started> start;
  private @Nullable PluginCall<Integer> probe;
  private @Nullable Serving serving;
  private @Nullable Timer timer;

  /** What to go on with when the callees are there; null when nothing waits for them. */
  private @Nullable Ready ready;

  private boolean patient;

  Replica(Assignment assignment, GenerationHold hold, Stage stage, Instant since) {
    this.id = assignment.id();
    this.assignment = assignment;
    this.hold = hold;
    this.stage = stage;
    this.since = since;
    this.meter = stage.meter(id.deploymentId());
    this.gate = new RequestGate(options().maxOngoingRequests());
    this.neighbours = stage.neighbourhood().of(assignment);
  }

  ReplicaId id() {
    return id;
  }

  Assignment assignment() {
    return assignment;
  }

  ReplicaState state() {
    return state;
  }

  /** Whether it is not even tearing down any more. */
  boolean isGone() {
    return phase == Phase.GONE;
  }

  ReplicaReport report() {
    boolean healthy = state == ReplicaState.RUNNING && !sick;
    ConfigReport config = serving == null ? ConfigReport.NONE : serving.reconfiguration().report();
    String rejection = config.refused().map(ConfigReport.Refused::reason).orElse("");
    String told = message.isEmpty() ? rejection : message;
    return new ReplicaReport(id, state, healthy, since, told, nodeFault, config);
  }

  /** What takes its requests; empty when it takes none. */
  Optional<ReplicaTarget> target() {
    return state == ReplicaState.RUNNING && !sick && serving != null
        ? Optional.of(serving.target())
        : Optional.empty();
  }

  /** What it serves with; empty when it does not. */
  Optional<Deployment> instance() {
    return state == ReplicaState.RUNNING ? Optional.ofNullable(deployment) : Optional.empty();
  }

  /** What takes the calls of its own generation: also while it stays for them. */
  Optional<ReplicaTarget> targetInside() {
    return phase == Phase.STAYING && !sick && serving != null
        ? Optional.of(serving.target())
        : target();
  }

  /** Whether that replica's deployment, of the same generation, has a handle to this one's. */
  boolean isCalledBy(Replica other) {
    return assignment.generation() == other.assignment.generation()
        && neighbours.calleesOf(other.id.deployment()).contains(id.deployment());
  }

  /**
   * Something changed elsewhere: goes on if it waited for that.
   *
   * @return whether it did
   */
  boolean goOn() {
    Ready next = ready;
    if (phase == Phase.AWAITING && next != null && !awaitsCallees()) {
      ready = null;
      cancelTimer();
      probe(next);
      return true;
    }
    if (phase == Phase.STAYING && !stage.staysForCallers(this)) {
      drain(grace());
      return true;
    }
    return false;
  }

  /** Applies what changed in the options, in place. */
  void options(Assignment changed) {
    if (changed.equals(assignment)) {
      return;
    }
    assignment = changed;
    gate.limit(options().maxOngoingRequests());
    stage.router().slotsFreed(id.deploymentId());
    if (serving != null) {
      serving.options(options());
    }
  }

  /** Time was moved by hand. */
  void hasten(Duration by) {
    if (context != null) {
      context.hasten(by);
    }
  }

  /** The generation cannot be had. */
  void cannotLoad(LoadFailure cause) {
    meter.replicaStartFailed();
    nodeFault = cause.nodeFault();
    fail(cause.message());
    gone();
  }

  /** The generation is loaded, and it is this replica's turn. */
  void start() {
    phase = Phase.STARTING;
    OwnUserConfig config = new OwnUserConfig(options().userConfig(), hold.json());
    neighbours.loaded(hold.started());
    Handles handles = neighbours.handles(id, hold.threads(), hold.json());
    OwnContext made =
        new OwnContext(callee(), assignment, config, stage.settings().workDir(), handles);
    context = made;
    String className = assignment.deployment().className();
    StartSequence sequence = new StartSequence(hold.started(), className, made, config);
    Options startedWith = options();
    start =
        new PluginCall<>(
            stage.loop(),
            callee(),
            "start",
            sequence,
            options().startTimeout(),
            (started, failure) -> startEnded(sequence, made, startedWith, started, failure));
  }

  /** How long requests under way may take when it stops. */
  Duration grace() {
    return options().gracefulShutdownTimeout();
  }

  /** It is no longer wanted. */
  void stop() {
    stop(grace());
  }

  /** It is no longer wanted, and requests under way have that much time left. */
  void stop(Duration left) {
    if (state.isFinal() || state == ReplicaState.STOPPING) {
      return;
    }
    become(ReplicaState.STOPPING);
    switch (phase) {
      case WAITING -> gone();
      case STARTING -> after(grace(), this::giveUpStart);
      case SERVING -> drainAfterCallers(left);
      default -> drain(left);
    }
  }

  /** Ends it as if it had broken. */
  void kill(String cause) {
    if (phase == Phase.SERVING) {
      fail(cause);
      drain(grace());
    }
    if (phase == Phase.DRAINING) {
      cutRequests();
    }
  }

  private void startEnded(
      StartSequence sequence,
      OwnContext toldAs,
      Options startedWith,
      @Nullable Started started,
      @Nullable String failure) {
    cancelTimer();
    boolean hangs = start != null && start.wasAbandoned();
    deployment = hangs ? null : sequence.deployment();
    if (state == ReplicaState.STARTING && started != null) {
      ready = new Ready(started, toldAs, startedWith);
      awaitCallees();
    } else {
      startFailed(hangs ? failure + " in " + sequence.step() : failure);
    }
    hold.startEnded();
  }

  private void awaitCallees() {
    phase = Phase.AWAITING;
    patient = true;
    if (!goOn()) {
      LOG.info("{} is ready and waits for {}", id, neighbours.calleesOf(id.deployment()));
      after(options().startTimeout(), this::awaitedEnough);
    }
  }

  private void awaitedEnough() {
    patient = false;
    goOn();
  }

  /** While an older version serves in its place there is no hurry. */
  private boolean awaitsCallees() {
    return neighbours.calleesOf(id.deployment()).stream().anyMatch(neighbours::isComing)
        && (patient || stage.meetsAnother(assignment));
  }

  private void probe(Ready started) {
    ReplicaTarget target = Serving.target(started, callee(), assignment, gate, hold, stage, this);
    if (!options().probe().isOn()) {
      serve(started, target);
      return;
    }
    phase = Phase.PROBING;
    ProbeRequest request = new ProbeRequest(target, options().probe());
    probe =
        new PluginCall<>(
            stage.loop(),
            callee(),
            request.title(),
            request,
            options().probe().timeout(),
            (status, failure) ->
                probed(started, target, status == null ? failure : objection(request, status)));
  }

  private static @Nullable String objection(ProbeRequest request, int status) {
    return request.objection(status).orElse(null);
  }

  private void probed(Ready started, ReplicaTarget target, @Nullable String failure) {
    if (phase != Phase.PROBING) {
      return;
    }
    if (failure == null) {
      serve(started, target);
    } else {
      startFailed(failure);
    }
  }

  private void serve(Ready started, ReplicaTarget target) {
    phase = Phase.SERVING;
    Serving begun = Serving.begin(target, started, callee(), assignment, hold, stage, this);
    serving = begun;
    meter.replicaStarted();
    gate.open();
    become(ReplicaState.RUNNING);
    begun.reconfiguration().options(options());
  }

  @Override
  public void reconfigured() {
    stage.router().outdated(id.deploymentId());
    stage.changed(this);
  }

  private void startFailed(@Nullable String failure) {
    if (state == ReplicaState.STARTING) {
      meter.replicaStartFailed();
      fail("could not start: " + failure);
    }
    callStop();
  }

  @Override
  public void checked(Verdict verdict, String cause) {
    if (phase != Phase.SERVING) {
      return;
    }
    boolean wasSick = sick;
    sick = verdict != Verdict.HEALTHY;
    message = cause;
    if (sick) {
      gate.close();
    } else if (wasSick) {
      gate.open();
    }
    if (verdict == Verdict.FAILED) {
      fail(cause);
      drain(grace());
    } else if (sick || wasSick) {
      logHealth(cause);
      stage.changed(this);
    }
  }

  private void logHealth(String cause) {
    if (sick) {
      LOG.warn("{} takes no requests: {}", id, cause);
    } else {
      LOG.info("{} takes requests again: its health check passed", id);
    }
  }

  private void drainAfterCallers(Duration left) {
    if (stage.staysForCallers(this)) {
      phase = Phase.STAYING;
    } else {
      drain(left);
    }
  }

  private void drain(Duration left) {
    phase = Phase.DRAINING;
    if (gate.close()) {
      callStop();
    } else {
      endLasting();
      after(left, this::interruptStragglers);
    }
  }

  private void endLasting() {
    if (serving != null) {
      serving.target().endLasting(stage.router());
    }
  }

  @Override
  public void drained() {
    if (phase == Phase.DRAINING && gate.ongoing() == 0) {
      callStop();
    }
  }

  private void interruptStragglers() {
    LOG.warn(
        "{}: {} requests did not end within graceful_shutdown_timeout_s and are interrupted",
        id,
        gate.ongoing());
    cutRequests();
  }

  private void cutRequests() {
    cancelTimer();
    if (serving != null) {
      serving.target().cutShort(stage.router());
    }
    timer = stage.loop().after(stage.settings().interruptGrace(), this::callStop);
  }

  private void giveUpStart() {
    if (start != null) {
      start.giveUp("the replica is no longer wanted");
    }
  }

  private void callStop() {
    phase = Phase.STOPPING;
    cancelTimer();
    if (probe != null) {
      probe.giveUp("the replica stops");
    }
    if (serving != null) {
      serving.stop();
    }
    Deployment stopping = deployment;
    OwnContext lent = context;
    if (stopping == null || lent == null) {
      gone();
      return;
    }
    var unused =
        new PluginCall<>(
            stage.loop(),
            callee(),
            "stop",
            new StopSequence(stopping, lent),
            stage.settings().stopTimeout(),
            (stopped, failure) -> stopEnded(failure));
  }

  private void stopEnded(@Nullable String failure) {
    if (failure != null) {
      LOG.warn("{} counts as stopped all the same: {}", id, failure);
      message = message.isEmpty() ? failure : message;
    }
    gone();
  }

  private void gone() {
    phase = Phase.GONE;
    deployment = null;
    serving = null;
    start = null;
    probe = null;
    ready = null;
    takeBack();
    if (state == ReplicaState.STOPPING) {
      become(ReplicaState.STOPPED);
    }
    if (hold.leave(this)) {
      stage.unused(hold);
    }
    stage.changed(this);
  }

  /** What it was lent. */
  private void takeBack() {
    OwnContext lent = context;
    if (lent != null) {
      context = null;
      lent.end();
      stage.aside(lent::clear);
    }
  }

  private Callee callee() {
    return new Callee(id, meter, hold.threads());
  }

  private void fail(String cause) {
    message = cause;
    LOG.warn("{} failed: {}", id, cause);
    become(ReplicaState.FAILED);
  }

  private void become(ReplicaState next) {
    state = state.to(next);
    stage.changed(this);
  }

  private void after(Duration time, Runnable task) {
    cancelTimer();
    timer = stage.loop().after(time, task);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
    }
  }

  private Options options() {
    return assignment.deployment().options();
  }
}
