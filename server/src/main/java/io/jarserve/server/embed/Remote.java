package io.jarserve.server.embed;

import io.jarserve.api.Deployment;
import io.jarserve.server.artifact.Overrides;
import io.jarserve.server.artifact.jar.JarCheck;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.cli.Credentials;
import io.jarserve.server.cli.InstanceProcess;
import io.jarserve.server.files.Sha256;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.HttpOptions;
import io.jarserve.server.model.OptionKey;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** An instance elsewhere, by its admin API. Any thread; keeps nothing of it. */
final class Remote implements Jarserve {

  static final String APPLICATIONS = "/api/serve/applications/";
  private static final long LOOK_AGAIN_MILLIS = 50;
  private static final Duration END = Duration.ofMinutes(10);
  private static final Duration LAST_STEPS = Duration.ofSeconds(10);
  private static final Set<String> ANY_HOST = Set.of("0.0.0.0", "::", "[::]");

  private final AdminCalls calls;

  private Remote(AdminCalls calls) {
    this.calls = calls;
  }

  /** Makes sure that it is there. */
  static Remote connect(URI address, Credentials credentials) {
    Remote remote = new Remote(new AdminCalls(address, credentials));
    InstanceStatus unused = remote.status();
    return remote;
  }

  @Override
  public URI httpAddress() {
    HttpOptions http = status().httpOptions();
    String host = ANY_HOST.contains(http.host()) ? calls.address().getHost() : http.host();
    return URI.create(new HttpOptions(host, http.port(), http.tls()).url());
  }

  @Override
  public URI adminAddress() {
    return calls.address();
  }

  @Override
  public InstanceStatus status() {
    return calls.status();
  }

  // ---- changes

  @Override
  public ApplicationView deploy(String name, Deployment deployment, DeployOptions options) {
    throw elsewhere(name);
  }

  @Override
  public ApplicationView deploy(
      String application, List<Class<? extends Deployment>> deployments, DeployOptions options) {
    throw elsewhere(application);
  }

  private JarserveException elsewhere(String application) {
    return new JarserveException(
        "not_in_process",
        "application '%s' is a part of this program, and the instance at %s is not in it; deploy a JAR there, or serve from this program with Jarserve.start"
            .formatted(application, calls.address()));
  }

  @Override
  public ApplicationView deploy(Path jar, DeployOptions options) {
    JarCheck.Facts facts = facts(jar);
    Digest digest = digest(jar);
    calls.upload(path(facts.application()) + "/artifact", jar, digest.hex());
    Map<String, Object> body = body(options.overrides());
    body.put("digest", digest.hex());
    return changed("PUT", facts.application(), "", body, options.patience());
  }

  @Override
  public ApplicationView configure(String application, DeployOptions options) {
    return changed("PATCH", application, "", body(options.overrides()), options.patience());
  }

  @Override
  public ApplicationView scale(String application, String deployment, int replicas) {
    Map<String, Object> body = Map.of("target_num_replicas", replicas);
    String route = "/deployments/" + segment(deployment) + "/scale";
    return changed("POST", application, route, body, DeployOptions.NONE.patience());
  }

  @Override
  public ApplicationView restart(String application) {
    return changed("POST", application, "/restart", Map.of(), DeployOptions.NONE.patience());
  }

  @Override
  public ApplicationView rollback(String application) {
    return changed("POST", application, "/rollback", Map.of(), DeployOptions.NONE.patience());
  }

  @Override
  public void delete(String application) {
    Duration patience = DeployOptions.NONE.patience();
    if (!calls.change("DELETE", path(application), Map.of(), patience)) {
      throw underWay(application, patience);
    }
  }

  private ApplicationView changed(
      String method, String application, String route, Map<String, ?> body, Duration patience) {
    if (!calls.change(method, path(application) + route, body, patience)) {
      throw underWay(application, patience);
    }
    return calls.get(path(application), ApplicationView.class);
  }

  private static JarserveException underWay(String application, Duration patience) {
    return new JarserveException(
        "under_way",
        "application '%s' is changed, and not done within %s s; its status tells how far it is"
            .formatted(application, patience.toSeconds()));
  }

  private static JarCheck.Facts facts(Path jar) {
    try {
      return JarCheck.look(jar);
    } catch (RefusedException refused) {
      throw new JarserveException(
          "artifact_refused", "JAR " + jar + ": " + refused.reason(), refused);
    } catch (IOException unreadable) {
      throw unreadable(jar, unreadable);
    }
  }

  private static Digest digest(Path jar) {
    try {
      return new Digest(Sha256.hex(jar));
    } catch (IOException unreadable) {
      throw unreadable(jar, unreadable);
    }
  }

  private static JarserveException unreadable(Path jar, IOException cause) {
    return new JarserveException(
        "artifact_refused", "JAR " + jar + " cannot be read: " + Trouble.of(cause), cause);
  }

  private static Map<String, Object> body(Overrides overrides) {
    Map<String, Object> body = named(overrides.common());
    List<Map<String, Object>> singles = new ArrayList<>();
    overrides
        .singles()
        .forEach(
            (deployment, options) -> {
              Map<String, Object> single = named(options);
              single.put("name", deployment);
              singles.add(single);
            });
    if (!singles.isEmpty()) {
      body.put("deployments", singles);
    }
    return body;
  }

  private static Map<String, Object> named(Map<OptionKey, Object> options) {
    Map<String, Object> named = new LinkedHashMap<>();
    options.forEach((key, value) -> named.put(key.yamlName(), value));
    return named;
  }

  private static String path(String application) {
    return APPLICATIONS + segment(application);
  }

  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  // ---- the end

  @Override
  public void shutdown() {
    Optional<InstanceStatus> instance = calls.found();
    if (instance.isEmpty()) {
      return;
    }
    calls.post("/api/serve/shutdown");
    if (!awaitEnd(instance.get(), END)) {
      throw new JarserveException(
          "under_way",
          "the instance at %s has not stopped after %s s; its log says what it waits for"
              .formatted(calls.address(), END.toSeconds()));
    }
  }

  @Override
  public boolean awaitShutdown(Duration most) {
    return calls.found().map(instance -> awaitEnd(instance, most)).orElse(true);
  }

  /** Its ports close before its process ends; a program that embeds it need not end. */
  private boolean awaitEnd(InstanceStatus instance, Duration most) {
    Optional<ProcessHandle> process = InstanceProcess.of(instance);
    boolean closed = until(() -> calls.hasEnded(instance.controllerInfo()), most);
    if (closed && process.isPresent()) {
      until(() -> !process.get().isAlive(), LAST_STEPS);
    }
    return closed;
  }

  private static boolean until(BooleanSupplier end, Duration most) {
    long until = System.nanoTime() + most.toNanos();
    while (!end.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      throw JarserveException.interrupted("the end of the instance");
    }
  }
}
