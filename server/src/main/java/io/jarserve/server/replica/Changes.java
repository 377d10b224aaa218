package io.jarserve.server.replica;

import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.InstanceStatus.PendingUnload;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.NodeReport;
import io.jarserve.server.plan.ReplicaReport;
import io.jarserve.server.plugin.UnloadWatch;
import io.jarserve.server.replica.handle.Neighbourhood;
import io.jarserve.server.replica.request.ReplicaTarget;
import io.jarserve.server.routing.Router;
import io.jarserve.server.routing.Target;
import io.jarserve.server.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What changed in a turn, and who is told at its end: first the router, then the report. Many
 * changes become one report: when reports are long, less than a fifth of the time goes into them.
 * One thread: the runner's.
 */
final class Changes {

  private static final long CHEAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int REST = 4;
  private static final Duration LOOK_AT_UNLOADS = Duration.ofSeconds(1);
  private static final int AGE_STEP_SECONDS = 10;

  private final Loop loop;
  private final Router router;
  private final Neighbourhood neighbourhood;
  private final Meters meters;
  private final UnloadWatch unloads;
  private final Time time;
  private final Consumer<NodeReport> reports;
  private final Map<DeploymentId, Set<Replica>> byDeployment = new HashMap<>();
  private final Set<DeploymentId> touched = new HashSet<>();
  private List<PendingUnload> pending = List.of();
  private long planNumber;
  private boolean dirty;
  private boolean looking;
  private long notBefore;

  Changes(
      Loop loop,
      Router router,
      Neighbourhood neighbourhood,
      Meters meters,
      UnloadWatch unloads,
      Time time,
      Consumer<NodeReport> reports) {
    this.loop = loop;
    this.router = router;
    this.neighbourhood = neighbourhood;
    this.meters = meters;
    this.unloads = unloads;
    this.time = time;
    this.notBefore = time.nanoTime();
    this.reports = reports;
  }

  void add(Replica replica) {
    DeploymentId id = replica.id().deploymentId();
    byDeployment.computeIfAbsent(id, unknown -> new LinkedHashSet<>()).add(replica);
    touched.add(id);
    dirty = true;
  }

  void plan(long number) {
    planNumber = number;
    dirty = true;
  }

  /** A generation was closed: looks from now on whether the JVM has collected it. */
  void unloaded() {
    lookAtUnloads();
  }

  /** Whether there is anything to report. */
  boolean areThere() {
    return dirty;
  }

  /** At the end of a turn. */
  void publish(Collection<Replica> all) {
    touched.forEach(this::tellRouterAndMeters);
    touched.clear();
    long now = time.nanoTime();
    if (!dirty) {
      return;
    }
    if (notBefore - now > 0) {
      loop.at(notBefore, () -> {});
      return;
    }
    dirty = false;
    long begin = System.nanoTime();
    report(all);
    long took = System.nanoTime() - begin;
    notBefore = took < CHEAP_NANOS ? now : now + took + REST * took;
  }

  private void report(Collection<Replica> all) {
    Map<ReplicaId, ReplicaReport> replicas = new HashMap<>(all.size() * 2);
    all.forEach(replica -> replicas.put(replica.id(), replica.report()));
    reports.accept(new NodeReport(planNumber, replicas, pending));
  }

  private void tellRouterAndMeters(DeploymentId id) {
    Set<Replica> replicas = byDeployment.getOrDefault(id, Set.of());
    List<ReplicaTarget> targets =
        replicas.stream().map(Replica::target).flatMap(Optional::stream).toList();
    router.serve(id, List.<Target>copyOf(targets));
    neighbourhood.serve(id, targets);
    tellNeighbours(id, replicas);
    if (router.knows(id)) {
      count(id, replicas);
    }
    replicas.removeIf(Replica::isGone);
    if (replicas.isEmpty()) {
      byDeployment.remove(id);
    }
  }

  private void tellNeighbours(DeploymentId id, Set<Replica> replicas) {
    Map<Long, List<ReplicaTarget>> byGeneration = new HashMap<>();
    for (Replica replica : replicas) {
      List<ReplicaTarget> own =
          byGeneration.computeIfAbsent(
              replica.assignment().generation(), number -> new ArrayList<>());
      replica.targetInside().ifPresent(own::add);
    }
    byGeneration.forEach((number, own) -> neighbourhood.serve(number, id, own));
  }

  private void count(DeploymentId id, Set<Replica> replicas) {
    Map<String, Integer> byState = new HashMap<>();
    replicas.forEach(replica -> byState.merge(replica.state().name(), 1, Integer::sum));
    meters.deployment(id.application(), id.deployment()).replicas(byState);
  }

  private void lookAtUnloads() {
    List<PendingUnload> now = unloads.pending(time.instant());
    if (!now.stream()
        .map(Changes::key)
        .toList()
        .equals(pending.stream().map(Changes::key).toList())) {
      dirty = true;
    }
    pending = now;
    if (!now.isEmpty() && !looking) {
      looking = true;
      loop.after(LOOK_AT_UNLOADS, this::lookAgain);
    }
  }

  private void lookAgain() {
    looking = false;
    lookAtUnloads();
  }

  /** What is worth a report: also, now and then, that it grew older. */
  private static List<Object> key(PendingUnload unload) {
    long age = (long) unload.ageS() / AGE_STEP_SECONDS;
    return List.of(unload.application(), unload.version(), unload.digest(), unload.suspects(), age);
  }
}
