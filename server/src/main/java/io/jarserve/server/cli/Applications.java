package io.jarserve.server.cli;

import io.jarserve.server.files.Trouble;
import io.jarserve.server.json.Json;
import io.jarserve.server.model.Explanation;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.VersionsView;
import io.jarserve.server.model.change.ChangeView;
import java.io.FileNotFoundException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Deploys, changes and deletes what a server serves. Safe for use by many threads. */
public final class Applications {

  private static final String ALL = "/api/serve/applications/";

  /** Longer than a server takes to decide, whatever it is busy with. */
  private static final Duration DECIDED = Duration.ofSeconds(90);

  /** Whoever sends less in a second has lost the line. */
  private static final long LEAST_BYTES_A_SECOND = 50_000;

  private final AdminClient client;
  private final boolean dryRun;

  /**
   * @param dryRun whether changes are only told; artifacts are brought in all the same
   */
  public Applications(AdminClient client, boolean dryRun) {
    this.client = client;
    this.dryRun = dryRun;
  }

  /** The same ones, of which changes are only told. */
  private Applications dry() {
    return new Applications(client, true);
  }

  /** Asks for a change of one application. */
  @FunctionalInterface
  public interface Asking<T> {

    /**
     * Asks for it.
     *
     * @throws AdminException when it is refused
     */
    ChangeView ask(Applications applications, T what) throws AdminException;
  }

  /**
   * Asks for changes one after the other, and for none when one of them would be refused.
   *
   * @param wanted what to ask for, in this order
   */
  public <T> ChangeView each(Collection<T> wanted, Asking<T> asking) throws AdminException {
    if (wanted.size() > 1 && !dryRun) {
      for (T one : wanted) {
        ChangeView unused = asking.ask(dry(), one);
      }
    }
    List<ChangeView> changes = new ArrayList<>();
    for (T one : wanted) {
      changes.add(asking.ask(this, one));
    }
    return ChangeView.all(changes);
  }

  /** What the server tells about itself. */
  public InstanceStatus status() throws AdminException {
    return client.status();
  }

  /**
   * Brings a JAR in, as long as it may be.
   *
   * @param sent is told how many bytes are on their way
   */
  public void upload(String application, Artifact artifact, LongConsumer sent)
      throws AdminException {
    HttpRequest request =
        client
            .to(one(application) + "/artifact")
            .timeout(DECIDED.plusSeconds(artifact.size() / LEAST_BYTES_A_SECOND))
            .header("Content-Type", "application/java-archive")
            .header("Digest", "sha-256=" + artifact.digest().hex())
            .POST(new CountedBody(file(artifact.jar()), sent))
            .build();
    client.send(request);
  }

  private static BodyPublisher file(Path jar) throws AdminException {
    try {
      return BodyPublishers.ofFile(jar);
    } catch (FileNotFoundException gone) {
      throw AdminException.unusable(jar + " cannot be read (" + Trouble.of(gone) + ")");
    }
  }

  /** Deploys one application, or changes it as a whole. */
  public ChangeView put(String application, Map<String, Object> wanted) throws AdminException {
    return change("PUT", one(application), "", wanted);
  }

  /**
   * Deploys a list of applications, all or none.
   *
   * @param prune whether the owner's others are deleted
   */
  public ChangeView putAll(List<Map<String, Object>> wanted, String owner, boolean prune)
      throws AdminException {
    String query = "&prune=" + prune + "&owner=" + URLEncoder.encode(owner, StandardCharsets.UTF_8);
    return change("PUT", ALL, query, Map.of("applications", wanted));
  }

  ChangeView delete(String application) throws AdminException {
    return change("DELETE", one(application), "", Map.of());
  }

  ChangeView scale(String application, String deployment, int replicas) throws AdminException {
    String path = one(application) + "/deployments/" + AdminClient.segment(deployment) + "/scale";
    return change("POST", path, "", Map.of("target_num_replicas", replicas));
  }

  ChangeView restart(String application, Optional<String> deployment) throws AdminException {
    Map<String, Object> body =
        deployment.<Map<String, Object>>map(d -> Map.of("deployment", d)).orElse(Map.of());
    return change("POST", one(application) + "/restart", "", body);
  }

  ChangeView rollback(String application, Optional<Long> version) throws AdminException {
    Map<String, Object> body =
        version.<Map<String, Object>>map(v -> Map.of("version", v)).orElse(Map.of());
    return change("POST", one(application) + "/rollback", "", body);
  }

  VersionsView versions(String application) throws AdminException {
    byte[] answer = client.send(client.to(one(application) + "/versions").GET().build());
    return client.read(answer, VersionsView.class, "versions");
  }

  Explanation explain(String application) throws AdminException {
    byte[] answer = client.send(client.to(one(application) + "/explain").GET().build());
    return client.read(answer, Explanation.class, "decisions");
  }

  private ChangeView change(String method, String path, String query, Map<String, Object> body)
      throws AdminException {
    HttpRequest.Builder request = client.to(path + "?dry_run=" + dryRun + query).timeout(DECIDED);
    if (method.equals("DELETE")) {
      request.DELETE();
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofByteArray(Json.write(body)));
    }
    return client.read(client.send(request.build()), ChangeView.class, "applications");
  }

  private static String one(String application) {
    return ALL + AdminClient.segment(application);
  }
}
