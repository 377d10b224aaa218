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
import io.jarserve.server.replica.handle.Handles;
import io.jarserve.server.replica.handle.Neighbours;
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
 * far the work is, because one that FAILED still drains, stops and lets go of its generation. Its
 * way up is a {@link Startup}, its health a {@link Health}, its way down begins with a {@link
 * Drain}. One thread: the runner's; nothing survives the process.
 */
final class Replica implements Startup.Told {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private enum Phase {
    WAITING,
    STARTING,
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
  private final Health health;
  private final Neighbours neighbours;
  private Assignment assignment;
  private Phase phase = Phase.WAITING;
  private ReplicaState state = ReplicaState.STARTING;
  private String message = "";
  private boolean nodeFault;
  private @Nullable Deployment deployment;
  private @Nullable OwnContext context;
  private @Nullable Startup startup;
  private @Nullable Serving serving;
  private @Nullable Drain drain;

  Replica(Assignment assignment, GenerationHold hold, Stage stage, Instant since) {
    this.id = assignment.id();
    this.assignment = assignment;
    this.hold = hold;
    this.stage = stage;
    this.since = since;
    this.meter = stage.meter(id.deploymentId());
    this.gate = new RequestGate(options().maxOngoingRequests());
    this.health = new Health(id, gate);
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
    boolean healthy = state == ReplicaState.RUNNING && !health.isSick();
    ConfigReport config = serving == null ? ConfigReport.NONE : serving.reconfiguration().report();
    String rejection = config.refused().map(ConfigReport.Refused::reason).orElse("");
    String told = message.isEmpty() ? rejection : message;
    return new ReplicaReport(id, state, healthy, since, told, nodeFault, config);
  }

  /** What takes its requests; empty when it takes none. */
  Optional<ReplicaTarget> target() {
    return state == ReplicaState.RUNNING && !health.isSick() && serving != null
        ? Optional.of(serving.target())
        : Optional.empty();
  }

  /** What it serves with; empty when it does not. */
  Optional<Deployment> instance() {
    return state == ReplicaState.RUNNING ? Optional.ofNullable(deployment) : Optional.empty();
  }

  /** What takes the calls of its own generation: also while it stays for them. */
  Optional<ReplicaTarget> targetInside() {
    return phase == Phase.STAYING && !health.isSick() && serving != null
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
    if (startup != null) {
      return startup.goOn();
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
    if (startup != null) {
      startup.options(changed);
    }
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
    neighbours.loaded(hold.started());
    OwnContext made = lent(new OwnUserConfig(options().userConfig(), hold.json()));
    context = made;
    startup = new Startup(footing(), neighbours, made, assignment, this);
  }

  private OwnContext lent(OwnUserConfig config) {
    Handles handles = neighbours.handles(id, hold.threads(), hold.json());
    return new OwnContext(callee(), assignment, config, stage.settings().workDir(), handles);
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
    if (startup != null) {
      startup.stop(grace());
    } else if (phase == Phase.SERVING) {
      drainAfterCallers(left);
    } else {
      gone();
    }
  }

  /** Ends it as if it had broken. */
  void kill(String cause) {
    if (phase == Phase.SERVING) {
      fail(cause);
      drain(grace());
    }
    if (drain != null) {
      drain.cut();
    }
  }

  @Override
  public void started(Ready ready, ReplicaTarget target) {
    startup = null;
    phase = Phase.SERVING;
    deployment = ready.started().deployment();
    Serving begun = Serving.begin(target, ready, footing(), options(), this);
    serving = begun;
    meter.replicaStarted();
    gate.open();
    become(ReplicaState.RUNNING);
    begun.reconfiguration().options(options());
  }

  @Override
  public void notStarted(@Nullable Deployment unstopped, @Nullable String failure) {
    startup = null;
    deployment = unstopped;
    if (state == ReplicaState.STARTING) {
      meter.replicaStartFailed();
      fail("could not start: " + failure);
    }
    callStop();
  }

  @Override
  public void reconfigured() {
    stage.router().outdated(id.deploymentId());
    stage.changed(this);
  }

  @Override
  public void checked(Verdict verdict, String cause) {
    if (phase != Phase.SERVING) {
      return;
    }
    boolean isNews = health.checked(verdict);
    message = cause;
    if (verdict == Verdict.FAILED) {
      fail(cause);
      drain(grace());
    } else if (isNews) {
      health.log(cause);
      stage.changed(this);
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
    if (serving != null) {
      phase = Phase.DRAINING;
      drain = new Drain(footing(), serving.target(), this::callStop);
      drain.begin(left);
    }
  }

  @Override
  public void drained() {
    if (drain != null) {
      drain.drained();
    }
  }

  private void callStop() {
    phase = Phase.STOPPING;
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
    drain = null;
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

  private Footing footing() {
    return new Footing(callee(), hold, stage, gate);
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

  private Options options() {
    return assignment.deployment().options();
  }
}
