package io.jarserve.server.routing;

import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ServingPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests to targets.
 *
 * <p>{@link #route} runs on many threads and reads one immutable table; {@link #follow} and {@link
 * #serve} are called by the one thread that follows the plan and swap what is read. {@link #sweep}
 * is called every few milliseconds by whoever owns the public port. Nothing survives the process.
 */
public final class Router {

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final Meters meters;
  private final InFlight inFlight = new InFlight();
  private final Map<DeploymentId, RoutedDeployment> deployments = new HashMap<>();
  private Map<ReplicaId, Assignment> assignments = Map.of();

  /** How far time was moved by hand. */
  private final AtomicLong ahead = new AtomicLong();

  private volatile RouteTable table = RouteTable.EMPTY;

  public Router(Meters meters) {
    this.meters = meters;
  }

  /** Takes up the routes and limits of a plan; targets stay as they were said. */
  public void follow(ServingPlan plan) {
    Map<DeploymentId, Assignment> newest = newest(plan);
    assignments = plan.assignments();
    newest.forEach((id, assignment) -> options(id, assignment.deployment().options()));
    table = RouteTable.of(plan.routes().entrySet().stream().map(this::route).toList());
    forget(plan, newest.keySet());
  }

  /** Whether a deployment is part of the plan; whoever is not has no meter any more. */
  public boolean knows(DeploymentId id) {
    return deployments.containsKey(id);
  }

  /** Says which targets take requests for a deployment: the whole truth. */
  public void serve(DeploymentId id, List<Target> targets) {
    RoutedDeployment deployment = deployments.get(id);
    if (deployment != null) {
      deployment.targets(targets, generations(targets));
    }
  }

  /** Says that what a deployment answers from here on may be something else. */
  public void outdated(DeploymentId id) {
    RoutedDeployment deployment = deployments.get(id);
    if (deployment != null) {
      deployment.outdated();
    }
  }

  /**
   * Where those wait who want a replica of a deployment of the plan; for the one thread that
   * follows the plan.
   */
  public @Nullable Places places(DeploymentId id) {
    return deployments.get(id);
  }

  /** Looks for somebody waiting, after a target got more slots. */
  public void slotsFreed(DeploymentId id) {
    RoutedDeployment deployment = deployments.get(id);
    if (deployment != null) {
      deployment.drain();
    }
  }

  /** Answers, or sees to it that somebody does. */
  public void route(Request request, Response response, Callback callback) {
    String path = decodedPath(request.getHttpURI());
    Route route = table.find(path);
    if (route == null) {
      noRoute(request, response, callback);
      return;
    }
    HttpField id = RequestIds.of(request.getHeaders());
    Exchange exchange = new Exchange(request, response, callback, route, path, id, inFlight);
    inFlight.add(exchange, request.getBeginNanoTime());
    if (request.getLength() > exchange.maxBytes()) {
      tooLarge(exchange);
    } else {
      accept(exchange, route.deployment());
    }
  }

  /** Whatever goes wrong on the way, the exchange ends. */
  private static void accept(Exchange exchange, RoutedDeployment deployment) {
    try {
      deployment.accept(exchange);
    } catch (RuntimeException | Error e) {
      LOG.error("request {} to {} could not be routed", exchange.id(), deployment.id(), e);
      exchange.cutShort(
          Refusal.DEPLOYMENT_FAILED, "the server could not route it; its log says why");
    }
  }

  /** Which prefix leads to which application, in order. */
  public Map<String, String> routes() {
    Map<String, String> routes = new TreeMap<>();
    table
        .byPrefix()
        .forEach((prefix, route) -> routes.put(prefix, route.deployment().id().application()));
    return routes;
  }

  /** How many requests of a deployment wait; for the one thread that follows the plan. */
  public int queued(DeploymentId id) {
    RoutedDeployment deployment = deployments.get(id);
    return deployment == null ? 0 : deployment.queued();
  }

  /** Ends every exchange whose deadline has passed. */
  public void sweep(long now) {
    inFlight.sweep(now);
  }

  /** When the server stops: ends every exchange whose deployment gives it no more time. */
  public void endAfterGrace(long stoppingSince, long now) {
    inFlight.endAfterGrace(stoppingSince, now);
  }

  /**
   * Time was moved by hand: what all that is under way waits for comes that much nearer, and what
   * is kept is that much older.
   */
  public void hasten(Duration by) {
    long nanos = by.toNanos();
    ahead.addAndGet(nanos);
    inFlight.forEach(exchange -> exchange.hasten(nanos));
  }

  /** Visits every exchange that is not answered yet. */
  public void forEachInFlight(Consumer<Exchange> visitor) {
    inFlight.forEach(visitor);
  }

  /** Ends those that stay open by themselves. */
  public void endLasting() {
    inFlight.endLasting();
  }

  /** Whether every exchange is answered. */
  public boolean isIdle() {
    return inFlight.isEmpty();
  }

  private void noRoute(Request request, Response response, Callback callback) {
    meters.unrouted().request(Refusal.NO_ROUTE.status(), 0);
    String detail = "no deployment has a route prefix for " + request.getHttpURI().getPath();
    Problems.write(request, response, callback, Refusal.NO_ROUTE, detail);
  }

  private static void tooLarge(Exchange exchange) {
    exchange.refuse(
        Refusal.BODY_TOO_LARGE,
        "the body has "
            + exchange.request().getLength()
            + " bytes but max_request_bytes of "
            + exchange.deployment()
            + " is "
            + exchange.maxBytes());
  }

  private static Map<DeploymentId, Assignment> newest(ServingPlan plan) {
    Map<DeploymentId, Assignment> newest = new HashMap<>();
    for (Assignment assignment : plan.assignments().values()) {
      newest.merge(
          assignment.id().deploymentId(),
          assignment,
          (a, b) -> a.generation() >= b.generation() ? a : b);
    }
    return newest;
  }

  private void options(DeploymentId id, Options options) {
    RoutedDeployment known = deployments.get(id);
    if (known == null) {
      deployments.put(id, created(id, options));
    } else {
      known.options(options);
    }
  }

  private Map<ReplicaId, Long> generations(List<Target> targets) {
    Map<ReplicaId, Long> generations = new HashMap<>();
    for (Target target : targets) {
      Assignment assignment = assignments.get(target.id());
      if (assignment != null) {
        generations.put(target.id(), assignment.generation());
      }
    }
    return generations;
  }

  private Route route(Map.Entry<String, DeploymentId> entry) {
    RoutedDeployment deployment =
        deployments.computeIfAbsent(entry.getValue(), id -> created(id, Options.defaults()));
    return new Route(decoded(entry.getKey()), deployment);
  }

  private RoutedDeployment created(DeploymentId id, Options options) {
    DeploymentMeter meter = meters.deployment(id.application(), id.deployment());
    return new RoutedDeployment(id, meter, options, this::now);
  }

  /** Of what ages by itself. */
  private long now() {
    return System.nanoTime() + ahead.get();
  }

  /** Whoever is no longer assigned a replica has nothing to wait for. */
  private void forget(ServingPlan plan, Set<DeploymentId> assigned) {
    Set<DeploymentId> routed = Set.copyOf(plan.routes().values());
    deployments.forEach(
        (id, deployment) -> {
          if (!assigned.contains(id)) {
            deployment.targets(List.of(), Map.of());
            deployment.dismiss();
          }
        });
    Set<DeploymentId> gone = new HashSet<>(deployments.keySet());
    gone.removeAll(assigned);
    gone.removeAll(routed);
    gone.forEach(id -> meters.remove(id.application(), id.deployment()));
    deployments.keySet().removeAll(gone);
  }

  /** Without a copy when nothing is encoded. Ambiguous paths were refused before. */
  private static String decodedPath(HttpURI uri) {
    String path = uri.getCanonicalPath();
    if (path == null) {
      return "";
    }
    return path.indexOf('%') < 0 ? path : URIUtil.decodePath(path);
  }

  private static String decoded(String prefix) {
    try {
      return URIUtil.decodePath(prefix);
    } catch (IllegalArgumentException notEncoded) {
      return prefix;
    }
  }
}
