package io.jarserve.server.replica.handle;

import io.jarserve.server.json.NearestName;
import io.jarserve.server.json.PluginJson;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plugin.Generation;
import io.jarserve.server.plugin.PluginThreads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The deployments of one generation as they meet each other, and who has taken a handle to whom.
 * Handles lead from caller to callee and never in a circle, so that whoever waits for a callee does
 * not wait for itself. Any thread; lives as long as its generation.
 */
public final class Neighbours {

  private final Neighbourhood neighbourhood;
  private final String application;
  private final Map<String, Callee> callees = new ConcurrentHashMap<>();

  /** Guarded by this; from caller to callees. */
  private final Map<String, Set<String>> calls = new TreeMap<>();

  private volatile @Nullable Generation generation;

  Neighbours(Neighbourhood neighbourhood, String application) {
    this.neighbourhood = neighbourhood;
    this.application = application;
  }

  /** Its code is there. */
  public void loaded(Generation newGeneration) {
    generation = newGeneration;
  }

  /** What a replica of it is given. */
  public Handles handles(ReplicaId owner, PluginThreads threads, PluginJson json) {
    return new Handles(owner, this, neighbourhood, threads::execute, json);
  }

  boolean isOf(String name) {
    return application.equals(name);
  }

  Callee callee(String deployment) {
    return callees.computeIfAbsent(
        deployment, name -> new Callee(new DeploymentId(application, name), true));
  }

  Iterable<Callee> callees() {
    return callees.values();
  }

  /** Whom a deployment calls, as far as is known. */
  public synchronized Set<String> calleesOf(String deployment) {
    return Set.copyOf(calls.getOrDefault(deployment, Set.of()));
  }

  /** Whether a deployment has not served yet, and will unless its version is given up. */
  public boolean isComing(String deployment) {
    Callee callee = callees.get(deployment);
    return callee != null && callee.isComing();
  }

  /**
   * Takes note of a handle.
   *
   * @throws IllegalArgumentException when the callee calls the caller in turn
   */
  Callee connect(String caller, String deployment) {
    note(caller, deployment);
    return callee(deployment);
  }

  /**
   * The class of a deployment.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  Class<?> classOf(String deployment) {
    Map<String, Class<?>> classes = classes();
    Class<?> found = classes.get(deployment);
    if (found == null) {
      Set<String> names = classes.keySet();
      throw new IllegalArgumentException(
          "application "
              + application
              + " has no deployment '"
              + deployment
              + "', only "
              + names
              + " (handle(application, deployment) leads to other applications)"
              + NearestName.hint(deployment, names));
    }
    return found;
  }

  /** By which interfaces a deployment can be called; empty when that is not known. */
  List<String> interfacesOf(String deployment) {
    Generation loaded = generation;
    Class<?> found = loaded == null ? null : loaded.deployments().get(deployment);
    return found == null ? List.of() : CalleeInterface.of(found);
  }

  private Map<String, Class<?>> classes() {
    Generation loaded = generation;
    if (loaded == null) {
      throw new IllegalStateException("application " + application + " is not loaded");
    }
    return loaded.deployments();
  }

  private synchronized void note(String caller, String callee) {
    List<String> back = way(callee, caller);
    if (!back.isEmpty()) {
      throw new IllegalArgumentException(
          "a handle from "
              + caller
              + " to "
              + callee
              + " closes a circle: "
              + caller
              + " -> "
              + String.join(" -> ", back)
              + "; each would wait for the other: move what both need into a deployment that calls"
              + " neither");
    }
    calls.computeIfAbsent(caller, unknown -> new LinkedHashSet<>()).add(callee);
  }

  /** The handles that lead from one deployment to another; empty when none do. */
  private List<String> way(String from, String to) {
    Deque<List<String>> open = new ArrayDeque<>(List.of(List.of(from)));
    while (!open.isEmpty()) {
      List<String> way = open.remove();
      String last = way.get(way.size() - 1);
      if (last.equals(to)) {
        return way;
      }
      for (String next : calls.getOrDefault(last, Set.of())) {
        List<String> longer = new ArrayList<>(way);
        longer.add(next);
        open.add(longer);
      }
    }
    return List.of();
  }
}
