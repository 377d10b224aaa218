package io.jarserve.server.replica.handle;

import io.jarserve.api.HandleException;
import io.jarserve.server.json.NearestName;
import io.jarserve.server.json.PluginJson;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ServingPlan;
import io.jarserve.server.replica.request.HandleSide;
import io.jarserve.server.replica.request.ReplicaTarget;
import io.jarserve.server.routing.Places;
import io.jarserve.server.routing.Router;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who can be called past HTTP: by deployments of their own generation, and by those of
 * other applications, for whom all generations are one. Written by the thread that follows the
 * plan, read by any; nothing survives the process.
 */
public final class Neighbourhood {

  private static final ReplicaId OUTSIDE =
      new ReplicaId(new DeploymentId("(outside)", "caller"), "1");

  private final Router router;
  private final Meters meters;
  private final Map<Long, Neighbours> generations = new ConcurrentHashMap<>();
  private final Map<DeploymentId, Callee> everybody = new ConcurrentHashMap<>();

  public Neighbourhood(Router router, Meters meters) {
    this.router = router;
    this.meters = meters;
  }

  /** The deployments of a generation; made when they are asked for first. */
  public Neighbours of(Assignment assignment) {
    return generations.computeIfAbsent(
        assignment.generation(), number -> new Neighbours(this, assignment.id().application()));
  }

  /**
   * The handles of code that belongs to no replica, such as a program that embeds the server.
   *
   * @param threads what calls that do not wait run on
   */
  public Handles outside(Executor threads) {
    Neighbours nobody = new Neighbours(this, OUTSIDE.application());
    return new Handles(OUTSIDE, nobody, this, threads, new PluginJson());
  }

  /** Forgets the generations that are not among those. */
  public void retain(Set<Long> numbers) {
    generations.keySet().retainAll(numbers);
  }

  /** Takes up who is part of a plan, after the router did. */
  public void follow(ServingPlan plan) {
    Set<Callee> wanted = new HashSet<>();
    for (Assignment assignment : plan.assignments().values()) {
      DeploymentId id = assignment.id().deploymentId();
      Places places = router.places(id);
      if (places != null) {
        List.of(of(assignment).callee(id.deployment()), anyOf(id))
            .forEach(callee -> want(callee, places, wanted));
      }
    }
    generations
        .values()
        .forEach(neighbours -> neighbours.callees().forEach(one -> unwant(one, wanted)));
    everybody.values().removeIf(callee -> !wanted.contains(callee) && isGone(callee));
  }

  /** Which replicas take the calls of their own generation: the whole truth of a deployment. */
  public void serve(long generation, DeploymentId id, List<ReplicaTarget> own) {
    Neighbours neighbours = generations.get(generation);
    if (neighbours != null) {
      neighbours.callee(id.deployment()).serve(own);
    }
  }

  /** Which replicas take calls from elsewhere: the whole truth of a deployment. */
  public void serve(DeploymentId id, List<ReplicaTarget> targets) {
    Callee callee = everybody.get(id);
    if (callee != null) {
      callee.serve(targets);
    }
  }

  /**
   * A deployment, for those of other applications.
   *
   * @throws HandleException.Unavailable when it is not part of the plan
   */
  Callee callee(DeploymentId id) {
    Callee found = everybody.get(id);
    if (found == null) {
      List<String> known =
          everybody.keySet().stream().map(DeploymentId::toString).sorted().toList();
      throw new HandleException.Unavailable(
          "no deployment "
              + id
              + " is there just now: drop its JAR, or correct the name"
              + NearestName.hint(id.toString(), known));
    }
    return found;
  }

  /** By which interfaces a deployment can be called; empty when it is not there yet. */
  List<String> interfacesOf(DeploymentId id) {
    return generations.entrySet().stream()
        .filter(generation -> generation.getValue().isOf(id.application()))
        .max(Map.Entry.comparingByKey())
        .map(newest -> newest.getValue().interfacesOf(id.deployment()))
        .orElse(List.of());
  }

  /** Those who may wait for a replica. */
  public HandleSide side(Assignment assignment) {
    DeploymentId id = assignment.id().deploymentId();
    return new Side(of(assignment).callee(id.deployment()), everybody.get(id));
  }

  /** The generation's own come first: the others can go elsewhere. */
  private record Side(Callee own, @Nullable Callee any) implements HandleSide {

    @Override
    public boolean handOver(ReplicaTarget target) {
      return own.handOver(target) || (any != null && any.handOver(target));
    }

    @Override
    public void slotFreed() {
      own.drain();
      if (any != null) {
        any.drain();
      }
      own.drainRequests();
    }
  }

  private Callee anyOf(DeploymentId id) {
    return everybody.computeIfAbsent(id, unknown -> new Callee(unknown, false));
  }

  private void want(Callee callee, Places places, Set<Callee> wanted) {
    DeploymentId id = callee.id();
    callee.wanted(places, meters.deployment(id.application(), id.deployment()));
    wanted.add(callee);
  }

  private static boolean isGone(Callee callee) {
    callee.unwanted();
    callee.serve(List.of());
    return true;
  }

  private static void unwant(Callee callee, Set<Callee> wanted) {
    if (!wanted.contains(callee)) {
      callee.unwanted();
    }
  }
}
