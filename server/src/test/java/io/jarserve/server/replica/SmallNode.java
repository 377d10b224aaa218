package io.jarserve.server.replica;

import static io.jarserve.server.testing.Soon.untilCollected;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.NodeReport;
import io.jarserve.server.plan.ReplicaReport;
import io.jarserve.server.plan.ServingPlan;
import io.jarserve.server.plugin.UnloadWatch;
import io.jarserve.server.proxy.ProxyServer;
import io.jarserve.server.proxy.Readiness;
import io.jarserve.server.routing.Router;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.VillainJars;
import io.jarserve.server.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A node without a controller: real JARs, real replicas, a real port, and plans written by the
 * test. Every application has one deployment, at the path of its name.
 */
public final class SmallNode implements AutoCloseable {

  private final Path dir;
  private final Meters meters = new Meters();
  private final Map<Digest, Path> artifacts = new ConcurrentHashMap<>();
  private final Map<ReplicaId, Assignment> assignments = new LinkedHashMap<>();
  private final UnloadWatch unloads = new UnloadWatch();
  private final Router router;
  private final ReplicaRunner runner;
  private final ProxyServer proxy;
  private final Map<ReplicaId, Set<ReplicaState>> seen = new ConcurrentHashMap<>();
  private volatile NodeReport report = NodeReport.EMPTY;
  private long planNumber;
  private int artifactNumber;

  public SmallNode(Path dir) throws IOException {
    this.dir = dir;
    ReplicaSettings settings =
        new ReplicaSettings(dir.resolve("work"), Duration.ofMillis(400), Duration.ofMillis(200), 2);
    router = new Router(meters);
    runner =
        new ReplicaRunner(
            settings,
            digest -> Optional.ofNullable(artifacts.get(digest)).orElseThrow(),
            router,
            meters,
            unloads,
            Influence.NONE,
            Time.SYSTEM,
            this::note);
    proxy = new ProxyServer("127.0.0.1", 0, router, () -> Readiness.READY);
    proxy.start();
  }

  /** One loading of a JAR, from which replicas are made. */
  public record Version(String application, long generation, Digest digest, String className) {}

  /** Stores a JAR. */
  public Version store(String application, String className, PluginJars jar) {
    long number = ++artifactNumber;
    Digest digest = new Digest("%064x".formatted(number));
    artifacts.put(digest, jar.writeTo(dir.resolve(application + "-" + number + ".jar")));
    return new Version(application, number, digest, className);
  }

  /** Adds a replica to the plan, or changes its options. */
  public ReplicaId assign(Version version, String tag, Map<OptionKey, ?> options) {
    DeploymentId deployment = deployment(version.application());
    ReplicaId id = new ReplicaId(deployment, tag);
    Options all =
        Options.defaults().with(OptionKey.ROUTE_PREFIX, "/" + version.application()).with(options);
    DeploymentSpec spec = new DeploymentSpec(deployment.deployment(), version.className(), all);
    assignments.put(id, new Assignment(id, version.generation(), "1.0", version.digest(), spec));
    return id;
  }

  /** Takes a replica out of the plan. */
  public void unassign(ReplicaId id) {
    assignments.remove(id);
  }

  /** Publishes the plan. */
  public void follow() {
    Map<String, DeploymentId> routes = new LinkedHashMap<>();
    assignments
        .keySet()
        .forEach(id -> routes.put("/" + id.application(), deployment(id.application())));
    runner.follow(new ServingPlan(++planNumber, assignments, routes));
  }

  /** Stores a villain's JAR. */
  public Version villain(String application, String villain) {
    VillainJars jar = VillainJars.of(villain).id(application);
    return store(application, jar.className(), jar.jar());
  }

  /** Assigns one replica of a villain, publishes the plan and waits for a state. */
  public ReplicaId run(String villain, ReplicaState state, Map<OptionKey, ?> options) {
    ReplicaId id = assign(villain(villain.toLowerCase(Locale.ROOT), villain), "a", options);
    follow();
    awaitState(id, state);
    return id;
  }

  /** Takes a replica out of the plan and waits until nothing of it is left. */
  public void stop(ReplicaId id) {
    unassign(id);
    follow();
    awaitGone(id);
  }

  public void awaitGone(ReplicaId id) {
    await("end of " + id)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> report.planNumber() == planNumber && reported(id) == null);
    seen.remove(id);
  }

  /** Assigns one replica, publishes the plan and waits until it runs. */
  public ReplicaId run(String application, PluginJars jar, Map<OptionKey, ?> options) {
    ReplicaId id = assign(store(application, "demo.Main", jar), "a", options);
    follow();
    awaitState(id, ReplicaState.RUNNING);
    return id;
  }

  /** Waits until a replica has been in that state, be it gone from it by now. */
  public void awaitState(ReplicaId id, ReplicaState state) {
    await("state of " + id)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> seen.getOrDefault(id, Set.of()), states -> states.contains(state));
  }

  /** Waits for a report on a replica. */
  public ReplicaReport awaitReport(ReplicaId id, Predicate<ReplicaReport> wanted) {
    return await("report on " + id)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> reported(id), each -> each != null && wanted.test(each));
  }

  public ReplicaReport of(ReplicaId id) {
    return Optional.ofNullable(reported(id)).orElseThrow();
  }

  public NodeReport report() {
    return report;
  }

  public int port() {
    return proxy.port();
  }

  public Router router() {
    return router;
  }

  public Meters meters() {
    return meters;
  }

  /** Waits until nothing is left of any generation that was closed. */
  public void awaitUnloaded() {
    untilCollected(() -> unloads.pending(Instant.now()).isEmpty());
  }

  public ReplicaRunner runner() {
    return runner;
  }

  @Override
  public void close() {
    proxy.close();
    runner.close();
    meters.close();
  }

  private void note(NodeReport newest) {
    report = newest;
    newest
        .replicas()
        .forEach(
            (id, replica) ->
                seen.computeIfAbsent(id, i -> ConcurrentHashMap.newKeySet()).add(replica.state()));
  }

  private ReplicaReport reported(ReplicaId id) {
    return report.replicas().get(id);
  }

  private static DeploymentId deployment(String application) {
    return new DeploymentId(application, "Main");
  }
}
