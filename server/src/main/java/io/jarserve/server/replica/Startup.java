package io.jarserve.server.replica;

import io.jarserve.api.Deployment;
import io.jarserve.server.model.Options;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.replica.PluginCall.Ended;
import io.jarserve.server.replica.Serving.Ready;
import io.jarserve.server.replica.StartSequence.Started;
import io.jarserve.server.replica.Timers.Timer;
import io.jarserve.server.replica.handle.Neighbours;
import io.jarserve.server.replica.handle.ProbeRequest;
import io.jarserve.server.replica.request.ReplicaTarget;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a replica comes to serve, from its turn at the generation to the moment it may take requests.
 *
 * <p><b>The steps.</b> One call on a thread of the generation brings the deployment to life. Then
 * it waits for those whom it calls, so that no caller takes requests before its callees do: without
 * end while an older version serves in its place, else as long as a start may take. At last it
 * answers its probe, if there is one.
 *
 * <p><b>The end.</b> It is told once, to {@link Told}. A step that goes wrong ends it with a cause
 * for people. When the replica is no longer wanted, a start under way has its grace time, because
 * what it has begun is to be stopped; the later steps are given up at once.
 *
 * <p>One thread: the runner's; nothing survives the process.
 */
final class Startup {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final Footing footing;
  private final Neighbours neighbours;
  private final OwnContext context;
  private final Told told;
  private final Options startedWith;
  private final StartSequence sequence;
  private final PluginCall<Started> start;
  private Assignment assignment;
  private boolean wanted = true;
  private @Nullable PluginCall<Integer> probe;
  private @Nullable Timer timer;

  /** What to go on with when the callees are there; null when nothing waits for them. */
  private @Nullable Ready ready;

  private boolean patient;

  /** How it ended, and what is heard of what then serves. */
  interface Told extends Serving.Listener {

    /** It may take requests. */
    void started(Ready ready, ReplicaTarget target);

    /**
     * It does not come to serve.
     *
     * @param unstopped what had begun to live; null when there is nothing to stop
     * @param failure null when nothing but the wish for it had ended
     */
    void notStarted(@Nullable Deployment unstopped, @Nullable String failure);
  }

  /** Begins. */
  Startup(
      Footing footing,
      Neighbours neighbours,
      OwnContext context,
      Assignment assignment,
      Told told) {
    this.footing = footing;
    this.neighbours = neighbours;
    this.context = context;
    this.assignment = assignment;
    this.told = told;
    this.startedWith = options();
    this.sequence =
        new StartSequence(
            footing.hold().started(),
            assignment.deployment().className(),
            context,
            context.userConfig());
    this.start = call("start", sequence, options().startTimeout(), this::startEnded);
  }

  /** The options are other ones. */
  void options(Assignment changed) {
    assignment = changed;
  }

  /**
   * Something changed elsewhere: goes on if it waited for that.
   *
   * @return whether it did
   */
  boolean goOn() {
    Ready next = ready;
    if (next == null || awaitsCallees()) {
      return false;
    }
    ready = null;
    cancelTimer();
    probe(next);
    return true;
  }

  /** It is no longer wanted. */
  void stop(Duration grace) {
    wanted = false;
    if (start.isOpen()) {
      after(grace, () -> start.giveUp("the replica is no longer wanted"));
    } else {
      giveUp();
    }
  }

  private void giveUp() {
    ready = null;
    cancelTimer();
    if (probe != null) {
      probe.giveUp("the replica stops");
    }
    end(null);
  }

  private void startEnded(@Nullable Started started, @Nullable String failure) {
    cancelTimer();
    if (wanted && started != null) {
      ready = new Ready(started, context, startedWith);
      awaitCallees();
    } else {
      end(start.wasAbandoned() ? failure + " in " + sequence.step() : failure);
    }
    footing.hold().startEnded();
  }

  private void awaitCallees() {
    patient = true;
    if (!goOn()) {
      LOG.info("{} is ready and waits for {}", footing.callee().id(), callees());
      after(options().startTimeout(), this::awaitedEnough);
    }
  }

  private void awaitedEnough() {
    patient = false;
    boolean unused = goOn();
  }

  /** While an older version serves in its place there is no hurry. */
  private boolean awaitsCallees() {
    return callees().stream().anyMatch(neighbours::isComing)
        && (patient || footing.stage().meetsAnother(assignment));
  }

  private Set<String> callees() {
    return neighbours.calleesOf(footing.callee().id().deployment());
  }

  private void probe(Ready next) {
    ReplicaTarget target = Serving.target(next, footing, assignment, told);
    if (!options().probe().isOn()) {
      told.started(next, target);
      return;
    }
    ProbeRequest request = new ProbeRequest(target, options().probe());
    probe =
        call(
            request.title(),
            request,
            options().probe().timeout(),
            (status, failure) ->
                probed(next, target, status == null ? failure : objection(request, status)));
  }

  private static @Nullable String objection(ProbeRequest request, int status) {
    return request.objection(status).orElse(null);
  }

  private void probed(Ready next, ReplicaTarget target, @Nullable String failure) {
    if (!wanted) {
      return;
    }
    if (failure == null) {
      told.started(next, target);
    } else {
      end(failure);
    }
  }

  private void end(@Nullable String failure) {
    told.notStarted(start.wasAbandoned() ? null : sequence.deployment(), failure);
  }

  private <T> PluginCall<T> call(String what, Callable<T> body, Duration timeout, Ended<T> ended) {
    return new PluginCall<>(footing.stage().loop(), footing.callee(), what, body, timeout, ended);
  }

  private void after(Duration time, Runnable task) {
    cancelTimer();
    timer = footing.stage().loop().after(time, task);
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
