package io.jarserve.server.replica;

import io.jarserve.api.Deployment;
import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.NodeReport;
import io.jarserve.server.plan.ServingPlan;
import io.jarserve.server.plugin.UnloadWatch;
import io.jarserve.server.replica.handle.Handles;
import io.jarserve.server.replica.handle.Neighbourhood;
import io.jarserve.server.routing.Router;
import io.jarserve.server.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the replicas that a plan assigns to this node, and reports how they really are.
 *
 * <p>One thread writes all states; {@link #follow} and {@link #close} post to it and may be called
 * by any. It compares each plan with what runs: missing replicas start, changed options are applied
 * in place, replicas that are no longer there drain and stop. A replica that FAILED or STOPPED
 * stays in the report until a plan without it has arrived and nothing of it is left. Nothing
 * survives the process; a plan and the artifacts are all that is needed to run everything again.
 */
public final class ReplicaRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaRunner.class);

  /** What closing may take beside grace times: interrupted calls, {@code stop}, unloading. */
  private static final Duration CLOSING = Duration.ofSeconds(40);

  private final Router router;
  private final Time time;
  private final Loop loop;
  private final Generations generations;
  private final Stage stage;
  private final Neighbourhood neighbourhood;
  private final Changes changes;
  private final Map<ReplicaId, Replica> replicas = new HashMap<>();
  private ServingPlan plan = ServingPlan.EMPTY;
  private boolean closing;
  private volatile Duration longestGrace = Duration.ZERO;

  /**
   * @param artifacts where the JAR of a digest lies
   * @param reports gets the whole truth after every change, on the runner's thread; must be short
   */
  public ReplicaRunner(
      ReplicaSettings settings,
      Function<Digest, Path> artifacts,
      Router router,
      Meters meters,
      UnloadWatch unloads,
      Influence influence,
      Time time,
      Consumer<NodeReport> reports) {
    this.router = router;
    this.time = time;
    this.loop = new Loop("jarserve-replicas", time, this::endOfTurn);
    this.neighbourhood = new Neighbourhood(router, meters);
    this.changes = new Changes(loop, router, neighbourhood, meters, unloads, time, reports);
    this.generations =
        new Generations(settings, artifacts, influence.hosts(), unloads, loop, changes::unloaded);
    this.stage = new RunnerStage(settings, influence, meters);
    loop.start();
    time.whenMoved(by -> loop.post(() -> replicas.values().forEach(replica -> replica.hasten(by))));
  }

  /** Takes up a plan; returns at once. */
  public void follow(ServingPlan newPlan) {
    loop.post(() -> takeUp(newPlan));
  }

  /**
   * Ends a replica as if it had broken: at once, requests under way included. It is reported FAILED
   * with that cause, unless it does not serve. Returns at once.
   */
  public void kill(ReplicaId id, String cause) {
    loop.post(() -> Optional.ofNullable(replicas.get(id)).ifPresent(known -> known.kill(cause)));
  }

  /**
   * The instances that serve a deployment just now. They belong to a plugin: whoever keeps one
   * keeps its class loader.
   */
  public CompletionStage<List<Deployment>> instances(DeploymentId id) {
    CompletableFuture<List<Deployment>> instances = new CompletableFuture<>();
    loop.post(
        () ->
            instances.complete(
                replicas.values().stream()
                    .filter(replica -> replica.id().deploymentId().equals(id))
                    .sorted(Comparator.comparing(Replica::id))
                    .flatMap(replica -> replica.instance().stream())
                    .toList()));
    return instances;
  }

  /**
   * Handles for code that belongs to no replica; calls go as from another application.
   *
   * @param threads what calls that do not wait run on
   */
  public Handles handles(Executor threads) {
    return neighbourhood.outside(threads);
  }

  /**
   * Stops everything and waits for it, though not for ever. Whoever closes has let the requests
   * finish: those that still hold a slot are interrupted.
   */
  @Override
  public void close() {
    loop.post(
        () -> {
          closing = true;
          replicas.values().forEach(replica -> replica.stop(Duration.ZERO));
        });
    if (!loop.join(longestGrace.plus(CLOSING))) {
      LOG.error("not every replica has stopped; what still runs ends with the process");
    }
    generations.close();
  }

  private void takeUp(ServingPlan newPlan) {
    if (closing) {
      return;
    }
    plan = newPlan;
    router.follow(newPlan);
    neighbourhood.follow(newPlan);
    newPlan.assignments().values().forEach(this::ensure);
    replicas.values().stream()
        .filter(replica -> !newPlan.assignments().containsKey(replica.id()))
        .toList()
        .forEach(Replica::stop);
    longestGrace =
        replicas.values().stream()
            .map(Replica::grace)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    generations.forgetFailed(newPlan);
    neighbourhood.retain(generations.numbers());
    changes.plan(newPlan.number());
  }

  private void ensure(Assignment assignment) {
    Replica known = replicas.get(assignment.id());
    if (known != null) {
      known.options(assignment);
      return;
    }
    GenerationHold hold = generations.hold(assignment);
    Replica replica = new Replica(assignment, hold, stage, time.instant());
    replicas.put(assignment.id(), replica);
    hold.join(replica);
  }

  private boolean isForgotten(Replica replica) {
    return replica.isGone() && !plan.assignments().containsKey(replica.id());
  }

  private void endOfTurn() {
    boolean changed = changes.areThere();
    if (changed) {
      replicas.values().removeIf(this::isForgotten);
    }
    changes.publish(replicas.values());
    if (changed && replicas.values().stream().filter(Replica::goOn).count() > 0) {
      loop.post(() -> {});
    }
    if (closing && generations.isEmpty() && replicas.values().stream().allMatch(Replica::isGone)) {
      loop.end();
    }
  }

  /** What replicas live on. */
  private final class RunnerStage implements Stage {
    private final ReplicaSettings settings;
    private final Influence influence;
    private final Meters meters;
    private final RandomGenerator random = RandomGenerator.getDefault();

    RunnerStage(ReplicaSettings settings, Influence influence, Meters meters) {
      this.settings = settings;
      this.influence = influence;
      this.meters = meters;
    }

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public Router router() {
      return router;
    }

    @Override
    public ReplicaSettings settings() {
      return settings;
    }

    @Override
    public Influence influence() {
      return influence;
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public DeploymentMeter meter(DeploymentId id) {
      return meters.deployment(id.application(), id.deployment());
    }

    @Override
    public void changed(Replica replica) {
      changes.add(replica);
    }

    @Override
    public void aside(Runnable work) {
      generations.aside(work);
    }

    @Override
    public Neighbourhood neighbourhood() {
      return neighbourhood;
    }

    @Override
    public boolean meetsAnother(Assignment assignment) {
      return CallOrder.meetsAnother(assignment, plan);
    }

    @Override
    public boolean staysForCallers(Replica replica) {
      Set<String> callers =
          replicas.values().stream()
              .filter(other -> !other.isGone() && replica.isCalledBy(other))
              .map(other -> other.id().deployment())
              .collect(Collectors.toSet());
      return CallOrder.stays(replica.assignment(), callers, closing ? ServingPlan.EMPTY : plan);
    }

    @Override
    public void unused(GenerationHold hold) {
      generations.unload(hold);
    }
  }
}
