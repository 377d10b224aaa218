package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.checkpoint.BoundedStore;
import io.jarserve.server.checkpoint.CheckpointException;
import io.jarserve.server.checkpoint.CheckpointPath;
import io.jarserve.server.checkpoint.Checkpoints;
import io.jarserve.server.json.Json;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ServerProcess;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed at random moments during drops, replacements and removals, and started
 * again. What then serves is the last state that was reported RUNNING, or a later wanted one.
 *
 * <p>{@code -Djarserve.kills=200} for the long form, {@code -Djarserve.seed=…} to repeat a run.
 */
class CrashConsistencyIT {

  private static final int KILLS = Integer.getInteger("jarserve.kills", 25);
  private static final List<String> APPS = List.of("a", "b", "c");

  /** What the log says of checkpoints that are passed over and of artifacts that are damaged. */
  private static final String[] WORDS_OF_DAMAGE = {
    "going on with the one before", "it is damaged", "cannot be used"
  };

  private final long seed = Long.getLong("jarserve.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** What the directory holds, by application; no entry: no file. */
  private final Map<String, Integer> dropped = new TreeMap<>();

  /** What may serve after a restart: what was last seen RUNNING, and everything wanted since. */
  private final Map<String, List<Integer>> allowed = new HashMap<>();

  private int nextVersion;

  @TempDir private Path home;

  @Test
  void process_killedAtRandomMoments_servesTheLastRunningStateOrALaterOne() throws IOException {
    for (int kill = 0; kill < KILLS; kill++) {
      if (random.nextInt(4) == 0) {
        ServerProcess.killDuringStart(home, Duration.ofMillis(random.nextInt(2000)));
        assertStateIsWhole(kill);
        continue;
      }
      try (ServerProcess server =
          ServerProcess.start(home, "-Xmx256m", "-XX:TieredStopAtLevel=1")) {
        assertServesWhatIsAllowed(server, kill);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
          change();
          passUpTo(250);
        }
        if (random.nextInt(3) == 0) {
          awaitSettled(server);
        }
        noteWhatRuns(server);
        passUpTo(60);
        server.kill();
        assertStateIsWhole(kill);
      }
      if (random.nextInt(4) == 0) {
        change();
      }
    }
    try (ServerProcess server = ServerProcess.start(home)) {
      awaitSettled(server);
      assertThat(server.log()).as("seed %d", seed).doesNotContain(WORDS_OF_DAMAGE);
    }
  }

  /**
   * Not one file is torn: neither the newest checkpoint, which the start would read, nor the older
   * ones, on which it would fall back, nor an artifact, nor what is remembered of the directory.
   */
  private void assertStateIsWhole(int kill) throws IOException {
    Path state = home.resolve("state");
    for (Path file : files(state.resolve("state"), ".json")) {
      assertThat(warnings(file)).as("seed %d, kill %d: %s", seed, kill, file).isEmpty();
    }
    for (Path file : files(state.resolve("artifacts"), ".jar")) {
      assertThat(file.getFileName().toString())
          .isEqualTo(sha256(Files.readAllBytes(file)) + ".jar");
    }
    for (Path file : files(state, ".json")) {
      Map<?, ?> content = Json.read(Files.readAllBytes(file), Map.class);
      assertThat(content).as("%s", file).isNotEmpty();
    }
  }

  /** What loading says of a copy of that file alone; a damaged one cannot be loaded at all. */
  private List<String> warnings(Path checkpoint) throws IOException {
    Path alone = Files.createTempDirectory(home, "alone");
    Path folder = Files.createDirectory(alone.resolve("state"));
    Files.copy(checkpoint, folder.resolve(checkpoint.getFileName()));
    try (BoundedStore store = CheckpointPath.ofStateDir(alone)) {
      return new Checkpoints(store).load().warnings();
    } catch (CheckpointException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /** Whole by their names: what begins with a dot is left over from writing, and never read. */
  private static List<Path> files(Path directory, String end) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> file.getFileName().toString().endsWith(end))
          .toList();
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void change() throws IOException {
    String app = APPS.get(random.nextInt(APPS.size()));
    Path file = TestNode.deployDir(home).resolve(app + ".jar");
    if (dropped.containsKey(app) && random.nextInt(4) == 0) {
      Files.delete(file);
      dropped.remove(app);
      allow(app, 0);
    } else {
      int version = ++nextVersion;
      byte[] jar = Numbered.greeter(app, version);
      if (random.nextBoolean()) {
        Files.write(file, jar);
      } else {
        PluginJars.place(jar, file);
      }
      dropped.put(app, version);
      allow(app, version);
    }
  }

  /** 0 stands for nothing. */
  private void allow(String app, int version) {
    allowed.computeIfAbsent(app, name -> new ArrayList<>(List.of(0))).add(version);
  }

  private void noteWhatRuns(ServerProcess server) {
    Optional<InstanceStatus> status = server.status();
    for (String app : APPS) {
      ApplicationView view = status.map(s -> s.applications().get(app)).orElse(null);
      if (view != null && view.status() == ApplicationStatus.RUNNING) {
        int running = Numbered.number(view.version());
        allowed.computeIfPresent(
            app,
            (name, versions) -> versions.subList(versions.lastIndexOf(running), versions.size()));
      }
    }
  }

  private void assertServesWhatIsAllowed(ServerProcess server, int kill) {
    for (String app : APPS) {
      List<Integer> versions = allowed.getOrDefault(app, List.of(0));
      int serves = Numbered.served(server, app);
      if (!versions.contains(serves)) {
        fail(
            "seed %d, kill %d: %s serves %d but may serve only %s\n%s"
                .formatted(seed, kill, app, serves, versions, server.log()));
      }
    }
  }

  private void awaitSettled(ServerProcess server) {
    await("what was dropped serves, seed " + seed)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                APPS.stream()
                    .allMatch(app -> Numbered.served(server, app) == dropped.getOrDefault(app, 0)));
  }

  private void passUpTo(int millis) {
    Duration time = Duration.ofMillis(1 + random.nextInt(millis));
    await().pollDelay(time).pollInterval(Duration.ofMillis(1)).until(() -> true);
  }
}
