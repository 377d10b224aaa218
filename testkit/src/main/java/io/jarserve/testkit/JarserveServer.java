package io.jarserve.testkit;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentHandle;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.node.Embedding;
import io.jarserve.server.node.ServeNode;
import io.jarserve.server.node.StartException;
import io.jarserve.server.replica.Influence;
import io.jarserve.testkit.Applications.Dropped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A server inside a test, on free ports of 127.0.0.1, with a deploy directory of its own: what
 * production runs, and what a test may do to it.
 *
 * <p>Deployments go by their names, {@code Greeter}, or where two applications have one of the same
 * name by {@code application#Greeter}. What is waited for is waited for a minute at most; what does
 * not come by then fails the test with what the server says about it. Used by one thread at a time,
 * the {@link #http} client by any.
 *
 * @since 0.1
 */
public final class JarserveServer implements AutoCloseable {

  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final String LOG_LEVEL = "JARSERVE_LOG_LEVEL";
  private static final long ANSWER_SECONDS = 60;

  private final Setup setup;
  private final Home home;
  private final Applications applications;
  private final Faults faults = new Faults();
  private final MovableTime time = new MovableTime();
  private final ServeNode node;
  private final JarserveClient http;
  private final Baseline baseline;
  private final AtomicBoolean closed = new AtomicBoolean();
  private Set<RejectedFile> oldRefusals = Set.of();

  static {
    // as the server's own logging takes it, unless somebody else has a say
    if (System.getenv(LOG_LEVEL) == null) {
      System.getProperties().putIfAbsent(LOG_LEVEL, "WARN");
    }
  }

  private JarserveServer(Setup setup, Home home) throws StartException {
    this.setup = setup;
    this.home = home;
    this.applications = new Applications(home);
    applications.drop(setup);
    this.node = ServeNode.start(config(home), embedding());
    this.http = new JarserveClient(node.httpPort());
    this.baseline = new Baseline(this::status, () -> http.get("/-/routes").body());
  }

  /**
   * Starts a server, and waits until everything that it is to serve serves.
   *
   * @throws AssertionError when that does not come about; says what the server says
   */
  public static JarserveServer start(Setup setup) {
    Home home = Home.make();
    JarserveServer server = start(setup, home);
    try {
      server.awaitRunning();
      return server;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private static JarserveServer start(Setup setup, Home home) {
    try {
      return new JarserveServer(setup, home);
    } catch (StartException e) {
      home.close();
      throw new AssertionError("the server could not start: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      home.close();
      throw e;
    }
  }

  private static ServerConfig config(Home home) {
    return ServerConfig.defaults(home.root())
        .with(ConfigKey.DEPLOY_DIR, home.deployDir())
        .with(ConfigKey.STATE_DIR, home.stateDir())
        .with(ConfigKey.HTTP_PORT, 0)
        .with(ConfigKey.ADMIN_PORT, 0)
        .with(ConfigKey.SCAN_INTERVAL_S, "0.05")
        .with(ConfigKey.LOG_FILES, false);
  }

  private Embedding embedding() {
    return new Embedding(
        time,
        AT_ONCE,
        AT_ONCE,
        new Influence(applications::host, faults::sickness),
        digest -> Optional.empty());
  }

  /** Asks the deployments over HTTP. */
  public JarserveClient http() {
    return http;
  }

  /** What {@code jarserve status} would tell. */
  public InstanceStatus status() {
    return node.status();
  }

  /** Port of the admin API and the dashboard. */
  public int adminPort() {
    return node.adminPort();
  }

  /**
   * Waits until the newest version of every application serves with all its replicas.
   *
   * @throws AssertionError at once when one cannot; says why
   */
  public void awaitRunning() {
    Collection<Dropped> wanted = applications.wanted().values();
    var unused =
        Patience.until(
            "everything to run",
            this::status,
            sight -> {
              failure(sight, wanted)
                  .ifPresent(
                      reason -> {
                        throw new AssertionError(reason + "\n" + sight.text());
                      });
              boolean runs = wanted.stream().allMatch(sight::runs) && sight.isWell();
              return runs ? Optional.of(true) : Optional.empty();
            });
  }

  /** Waits until the newest version of an application has failed, and gives the reason. */
  public String awaitFailure() {
    Collection<Dropped> wanted = applications.wanted().values();
    return Patience.until("a failure", this::status, sight -> failure(sight, wanted));
  }

  private Optional<String> failure(Sight sight, Collection<Dropped> wanted) {
    return wanted.stream()
        .flatMap(dropped -> sight.failure(dropped, oldRefusals).stream())
        .findFirst();
  }

  /**
   * The instances of a deployment class that serve just now, for calls without HTTP and looks
   * inside.
   *
   * @param type served in process
   */
  public <T extends Deployment> List<T> instances(Class<T> type) {
    DeploymentId id = new Sight(status()).deployment(nameOf(type));
    return answer(id).stream()
        .map(
            instance -> {
              if (!type.isInstance(instance)) {
                throw new IllegalStateException(
                    id
                        + " runs class "
                        + instance.getClass().getName()
                        + " from a JAR or another version, which is not the "
                        + type.getName()
                        + " of the test; serve the class in process to get at its instances");
              }
              return type.cast(instance);
            })
        .toList();
  }

  /**
   * The first of the {@link #instances}.
   *
   * @throws AssertionError when none serves
   */
  public <T extends Deployment> T instance(Class<T> type) {
    return instances(type).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "no replica of " + nameOf(type) + " runs\n" + new Sight(status()).text()));
  }

  /**
   * The way to a deployment past HTTP, as deployments of other applications have it: typed calls
   * and untyped ones, with arguments and results as JSON, to whichever replica and version serves.
   */
  public DeploymentHandle handle(String deployment) {
    return node.handle(new Sight(status()).deployment(deployment));
  }

  /** As {@link #handle(String)}. */
  public DeploymentHandle handle(Class<? extends Deployment> deployment) {
    return handle(nameOf(deployment));
  }

  /** As {@link #handle(String)}, to the only deployment that is served. */
  DeploymentHandle handle() {
    return node.handle(new Sight(status()).onlyDeployment());
  }

  private List<Deployment> answer(DeploymentId id) {
    try {
      return node.instances(id).toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the server", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the server does not tell its instances: " + e, e);
    }
  }

  /** The name that a deployment class goes by, unless an operator says otherwise. */
  static String nameOf(Class<? extends Deployment> type) {
    DeploymentOptions options = type.getAnnotation(DeploymentOptions.class);
    return options == null || options.name().isEmpty() ? type.getSimpleName() : options.name();
  }

  /**
   * Lets the health checks of the replicas that run now fail from the next one on, whatever the
   * deployment says: {@link #advance} by {@code health_check_period_s} to meet it. The replicas
   * that replace them are not concerned.
   */
  public void failHealthCheck(String deployment) {
    baseline.disturb();
    Sight sight = new Sight(status());
    faults.fail(
        sight.running(sight.deployment(deployment)), "the test made this health check fail");
  }

  /** As {@link #failHealthCheck(String)}. */
  public void failHealthCheck(Class<? extends Deployment> deployment) {
    failHealthCheck(nameOf(deployment));
  }

  /** Ends what {@link #failHealthCheck} began: the next check asks the deployment again. */
  public void passHealthCheck(String deployment) {
    Sight sight = new Sight(status());
    faults.pass(sight.running(sight.deployment(deployment)));
  }

  /** As {@link #passHealthCheck(String)}. */
  public void passHealthCheck(Class<? extends Deployment> deployment) {
    passHealthCheck(nameOf(deployment));
  }

  /**
   * Ends a replica as if it had broken, its requests under way included, and waits until the server
   * has noticed. Its replacement may be up by then, or not yet: {@link #awaitRunning}.
   *
   * @return the id of the replica
   */
  public String killReplica(String deployment) {
    baseline.disturb();
    Sight sight = new Sight(status());
    DeploymentId id = sight.deployment(deployment);
    String victim =
        sight.running(id).stream()
            .findFirst()
            .orElseThrow(
                () -> new AssertionError("no replica of " + id + " runs\n" + sight.text()));
    String tag = victim.substring(victim.lastIndexOf('#') + 1);
    node.kill(new ReplicaId(id, tag), "killed by the test");
    return Patience.until(
        "the end of replica " + victim,
        this::status,
        now -> now.running(id).contains(victim) ? Optional.empty() : Optional.of(victim));
  }

  /** As {@link #killReplica(String)}. */
  public String killReplica(Class<? extends Deployment> deployment) {
    return killReplica(nameOf(deployment));
  }

  /**
   * Puts a new version of the application that is served in process beside the old one, made of
   * these classes. Returns at once: ask on during the update, or {@link #awaitRunning}.
   *
   * <p>To replace one deployment by another class, let both have the same name and route prefix in
   * their options.
   */
  @SafeVarargs
  public final void replace(Class<? extends Deployment>... deployments) {
    List<Class<? extends Deployment>> all = new ArrayList<>();
    for (Class<? extends Deployment> deployment : deployments) {
      all.add(deployment);
    }
    change(() -> applications.drop(setup.application(), all));
  }

  /** Drops a JAR, over the one of the same application if there is one. Returns at once. */
  public void drop(Path jar) {
    change(() -> applications.drop(jar));
  }

  /**
   * Sets the options of the application that is served in process, as an operator does in YAML.
   * Returns at once; {@link #awaitRunning} does not wait for what changes in place.
   */
  public void options(String yaml) {
    options(setup.application(), yaml);
  }

  /** Sets the options of any application. */
  public void options(String application, String yaml) {
    change(() -> applications.options(application, yaml));
  }

  /**
   * Moves the server's time forward, on top of the time that passes anyway, through everything that
   * happens meanwhile: health checks, waits after failures, time limits of requests and calls.
   * Returns when all of that has been dealt with; batches that were due, heartbeats and pings may
   * be on their way yet. What a deployment measures by itself, with the clock of the JDK, is not
   * moved.
   */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time only goes forward, but was to go by " + by);
    }
    try {
      time.advance(by);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while time was moved", e);
    }
  }

  /** Undoes what a test did, and waits until everything runs as at the start. */
  void restore() {
    if (baseline.isUntouched()) {
      return;
    }
    faults.passAll();
    if (baseline.isRedeployed()) {
      change(() -> applications.drop(setup));
      baseline.awaitOptions();
    }
    awaitRunning();
    baseline.restored();
  }

  private void change(Runnable drop) {
    baseline.redeploy();
    oldRefusals = Set.copyOf(status().rejectedFiles());
    drop.run();
  }

  /** Finishes what is under way, stops everything and deletes the server's directories. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      node.close();
      home.close();
    }
  }
}
