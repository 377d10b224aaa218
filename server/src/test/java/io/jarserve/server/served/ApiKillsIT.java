package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed at random moments while applications are deployed, watched after that,
 * rolled back, restarted and deleted over the API, and started again. Every change that was
 * acknowledged is there then, and every application is at a version that can serve.
 *
 * <p>{@code -Djarserve.apiKills=300} for the long form, {@code -Djarserve.seed=…} for another run.
 */
class ApiKillsIT {

  private static final int KILLS = Integer.getInteger("jarserve.apiKills", 10);
  private static final int LONGEST_LIFE_MILLIS = 1500;
  private static final List<String> APPS = List.of("a", "b", "c");
  private static final Set<ApplicationStatus> SETTLED =
      EnumSet.of(ApplicationStatus.RUNNING, ApplicationStatus.DEPLOY_FAILED);

  private final long seed = Long.getLong("jarserve.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, Expectation> expected = new TreeMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private int nextVersion;
  private int acknowledged;

  @TempDir private Path home;

  /** What an application may serve; 0 stands for nothing. */
  private static final class Expectation {

    /** What the last acknowledged change asked for, and what was asked for since. */
    private final Set<Integer> possible = new TreeSet<>(Set.of(0));

    /** What may be gone back to: what served last, and all that was asked for since. */
    private final Set<Integer> sound = new TreeSet<>(Set.of(0));

    void attempted(int version) {
      possible.add(version);
      sound.add(version);
    }

    void acknowledged(int version) {
      possible.clear();
      attempted(version);
    }

    void serves(int version) {
      sound.clear();
      acknowledged(version);
    }

    /** Something was asked for that cannot serve: what can is back. */
    void spoiled() {
      possible.addAll(sound);
    }
  }

  @Test
  void process_killedAtRandomMoments_forgetsNoAcknowledgedChange() throws Exception {
    APPS.forEach(app -> expected.put(app, new Expectation()));
    for (int kill = 0; kill <= KILLS; kill++) {
      try (ServerProcess server =
          ServerProcess.start(home, "-Xmx256m", "-XX:TieredStopAtLevel=1")) {
        assertServesWhatIsExpected(server, kill);
        if (kill < KILLS) {
          changeUntilKilled(server);
        }
      }
    }
    assertThat(acknowledged).as("changes that were acknowledged, seed %d", seed).isPositive();
  }

  private void changeUntilKilled(ServerProcess server) throws InterruptedException {
    Duration life = Duration.ofMillis(1 + random.nextInt(LONGEST_LIFE_MILLIS));
    Thread killer =
        new Thread(
            () -> {
              await().pollDelay(life).pollInterval(Duration.ofMillis(1)).until(() -> true);
              server.kill();
            });
    killer.start();
    boolean alive = true;
    while (alive) {
      alive = change(server, APPS.get(random.nextInt(APPS.size())));
    }
    killer.join();
  }

  /** False when the server is gone. */
  private boolean change(ServerProcess server, String app) {
    return switch (random.nextInt(8)) {
      case 0 -> delete(server, app);
      case 1 -> restart(server, app);
      case 2, 3 -> rollBack(server, app);
      case 4 -> deployBroken(server, app);
      default -> deploy(server, app);
    };
  }

  private boolean deploy(ServerProcess server, String app) {
    int version = ++nextVersion;
    String digest = upload(server, app, Numbered.greeter(app, version));
    if (digest.isEmpty()) {
      return false;
    }
    boolean waits = random.nextBoolean();
    expected.get(app).attempted(version);
    HttpResponse<String> answer =
        call(server, "PUT", app + (waits ? "?wait=30s" : ""), deployed(digest));
    if (answer != null) {
      assertThat(answer.statusCode()).as("seed %d: %s", seed, answer.body()).isIn(200, 202);
    }
    return noted(answer, app, version, waits);
  }

  private boolean deployBroken(ServerProcess server, String app) {
    int version = ++nextVersion;
    String digest = upload(server, app, broken(app, version));
    if (digest.isEmpty()) {
      return false;
    }
    expected.get(app).spoiled();
    String wait = random.nextBoolean() ? "?wait=30s" : "";
    return call(server, "PUT", app + wait, deployed(digest)) != null;
  }

  private boolean rollBack(ServerProcess server, String app) {
    HttpResponse<String> listed = call(server, "GET", app + "/versions", null);
    if (listed == null || listed.statusCode() != 200) {
      return listed != null;
    }
    List<JsonObject> versions =
        new JsonObject(listed.body())
            .getJsonArray("versions").stream().map(JsonObject.class::cast).toList();
    if (versions.isEmpty()) {
      return true;
    }
    JsonObject chosen = versions.get(random.nextInt(versions.size()));
    JsonObject body = new JsonObject().put("version", chosen.getLong("number"));
    int version = Numbered.number(chosen.getString("version"));
    expected.get(app).attempted(version);
    boolean waits = random.nextBoolean();
    return noted(
        call(server, "POST", app + "/rollback" + (waits ? "?wait=30s" : ""), body),
        app,
        version,
        waits);
  }

  private boolean delete(ServerProcess server, String app) {
    expected.get(app).attempted(0);
    @Nullable HttpResponse<String> answer = call(server, "DELETE", app, null);
    if (answer != null && answer.statusCode() == 404) {
      return true;
    }
    return noted(answer, app, 0, false);
  }

  private boolean restart(ServerProcess server, String app) {
    return call(server, "POST", app + "/restart", new JsonObject()) != null;
  }

  private boolean noted(
      @Nullable HttpResponse<String> answer, String app, int version, boolean waited) {
    if (answer == null) {
      return false;
    }
    if (answer.statusCode() == 200 || answer.statusCode() == 202) {
      acknowledged++;
      boolean serves =
          waited && answer.statusCode() == 200 && answer.body().contains("\"RUNNING\"");
      if (serves) {
        expected.get(app).serves(version);
      } else {
        expected.get(app).acknowledged(version);
      }
    }
    return true;
  }

  private void assertServesWhatIsExpected(ServerProcess server, int kill) {
    await("all applications settle, seed " + seed)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> isSettled(server));
    Map<String, Integer> serving = new HashMap<>();
    for (String app : APPS) {
      int serves = Numbered.served(server, app);
      assertThat(expected.get(app).possible)
          .as("seed %d, kill %d: what %s may serve%n%s", seed, kill, app, server.log())
          .contains(serves);
      serving.put(app, serves);
    }
    serving.forEach((app, version) -> expected.get(app).serves(version));
  }

  private static boolean isSettled(ServerProcess server) {
    return server.status().stream()
        .flatMap(status -> status.applications().values().stream())
        .map(ApplicationView::status)
        .allMatch(SETTLED::contains);
  }

  private static byte[] broken(String app, int version) {
    return PluginJars.jar(app, version + ".0")
        .deployment(
            "demo.Broken",
            "routePrefix = \"/" + app + "\"",
            "public void start(ReplicaContext context) { throw new IllegalStateException(\"no\"); }\n"
                + "public Response handle(Request request) { return Response.text(\"no\"); }")
        .bytes();
  }

  /** The digest; empty when the server is gone. */
  private String upload(ServerProcess server, String app, byte[] jar) {
    HttpResponse<String> answer =
        send(
            request(server, app + "/artifact")
                .header("Content-Type", "application/java-archive")
                .POST(BodyPublishers.ofByteArray(jar)));
    return answer == null ? "" : new JsonObject(answer.body()).getString("digest");
  }

  private JsonObject deployed(String digest) {
    JsonObject body = new JsonObject().put("digest", digest);
    return random.nextInt(3) == 0 ? body.put("bake", new JsonObject().put("time_s", 0.4)) : body;
  }

  /** Null when the server is gone. */
  private @Nullable HttpResponse<String> call(
      ServerProcess server, String method, String path, @Nullable JsonObject body) {
    HttpRequest.Builder request = request(server, path);
    if (body == null) {
      return send(request.method(method, BodyPublishers.noBody()));
    }
    return send(
        request
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.encode())));
  }

  private static HttpRequest.Builder request(ServerProcess server, String path) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:%d/api/serve/applications/%s"
                    .formatted(server.adminPort(), path)))
        .timeout(Duration.ofSeconds(90));
  }

  private @Nullable HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("seed %d: %s", seed, answer.body()).isNotEqualTo(500);
      return answer;
    } catch (IOException gone) {
      return null;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
