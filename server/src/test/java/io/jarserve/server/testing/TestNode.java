package io.jarserve.server.testing;

import static io.jarserve.server.testing.Soon.untilCollected;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.node.ServeNode;
import io.jarserve.server.node.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/** A whole server in this process: real directories, real ports, everything as in production. */
public final class TestNode implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path home;
  private final ServeNode node;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestNode(Path home, ServeNode node) {
    this.home = home;
    this.node = node;
  }

  /** Starts on free ports; state and deploy directory are below {@code home}. */
  public static TestNode start(Path home) {
    return start(home, config(home));
  }

  /** The same, with the checkpoint elsewhere. */
  public static TestNode start(Path home, String checkpointPath) {
    return start(home, config(home).with(ConfigKey.CHECKPOINT_PATH, checkpointPath));
  }

  /** With settings that go out from {@link #config}. */
  public static TestNode start(Path home, ServerConfig config) {
    try {
      return new TestNode(home, ServeNode.start(config));
    } catch (StartException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** Free ports; state and deploy directory below that home. */
  public static ServerConfig config(Path home) {
    return ServerConfig.defaults(home)
        .with(ConfigKey.DEPLOY_DIR, deployDir(home).toString())
        .with(ConfigKey.STATE_DIR, home.resolve("state").toString())
        .with(ConfigKey.HTTP_PORT, 0)
        .with(ConfigKey.ADMIN_PORT, 0);
  }

  /** The directory that a node with this home watches; may be filled before the start. */
  public static Path deployDir(Path home) {
    try {
      return Files.createDirectories(home.resolve("deploy"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public Path deployDir() {
    return deployDir(home);
  }

  public int port() {
    return node.httpPort();
  }

  public int adminPort() {
    return node.adminPort();
  }

  public InstanceStatus status() {
    return node.status();
  }

  /** One application's status; fails when there is none. */
  public ApplicationView application(String name) {
    ApplicationView view = status().applications().get(name);
    if (view == null) {
      throw new AssertionError("no application " + name + " in " + status());
    }
    return view;
  }

  /** Waits until that version serves with all replicas. */
  public void awaitRunning(String name, String version) {
    await("application " + name + " " + version + " RUNNING")
        .conditionEvaluationListener(c -> {})
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> status().applications().get(name), running(version));
  }

  private static Predicate<ApplicationView> running(String version) {
    return view ->
        view != null
            && view.status() == ApplicationStatus.RUNNING
            && view.version().equals(version)
            && version.equals(view.servingVersion());
  }

  /** Waits until the application is as wanted. */
  public ApplicationView awaitApplication(String name, Predicate<ApplicationView> wanted) {
    return await("application " + name)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> status().applications().get(name), view -> view != null && wanted.test(view));
  }

  /** Waits until the whole status is as wanted. */
  public InstanceStatus awaitStatus(Predicate<InstanceStatus> wanted) {
    return await("status")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(this::status, wanted);
  }

  /** Waits until nothing is left of any generation that was closed. */
  public void awaitUnloaded() {
    untilCollected(() -> status().pendingUnload().isEmpty());
  }

  /** GET on the public port. */
  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  /** What the admin port says at {@code /metrics}. */
  public String metrics() {
    URI uri = URI.create("http://127.0.0.1:" + node.adminPort() + "/metrics");
    return send(HttpRequest.newBuilder(uri).build()).body();
  }

  /** Where the admin port is. */
  public URI admin() {
    return URI.create("http://127.0.0.1:" + node.adminPort() + "/");
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request.uri() + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
