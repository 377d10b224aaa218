package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.VillainStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole server whose checkpoint path misbehaves: it serves on, says so, and loses nothing. */
@Timeout(120)
class CheckpointVillainsIT {

  private final String name = UUID.randomUUID().toString();
  private final String url = VillainStore.url(name);
  private final VillainStore.Place place = VillainStore.place(name);

  @TempDir private Path directory;

  @Test
  void store_thatIsDown_refusesTheFileAndTakesItWhenItIsBack() throws IOException {
    try (TestNode node = started("first")) {
      place.before(
          (verb, what) -> {
            throw new IOException("connection refused");
          });
      deploy(node, "b", "1.0");
      node.awaitStatus(status -> status.rejectedFiles().toString().contains("connection refused"));
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");
      assertThat(node.status().applications()).containsOnlyKeys("a");

      place.heal();
      node.awaitRunning("b", "1.0");
      assertThat(node.status().rejectedFiles()).isEmpty();
    }
    assertBroughtBack("b", "b 1.0");
  }

  @Test
  void store_thatIsFull_holdsBackTheChangeAndSaysWhy() throws IOException {
    try (TestNode node = started("first")) {
      place.before(
          (verb, what) -> {
            if (verb.equals("create") && what.startsWith("state/")) {
              throw new IOException("507 insufficient storage");
            }
          });
      deploy(node, "a", "2.0");
      node.awaitStatus(status -> status.messages().toString().contains("insufficient storage"));
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");

      place.heal();
      node.awaitRunning("a", "2.0");
      assertThat(node.status().messages()).isEmpty();
    }
    assertBroughtBack("a", "a 2.0");
  }

  @Test
  void store_thatIsSlow_delaysTheChangeAlone() throws IOException {
    try (TestNode node = started("first")) {
      place.before((verb, what) -> pass(2500));
      deploy(node, "a", "2.0");
      node.awaitStatus(status -> status.messages().toString().contains("has not answered yet"));
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");

      node.awaitRunning("a", "2.0");
      node.awaitStatus(status -> status.messages().isEmpty());
      place.heal();
    }
    assertBroughtBack("a", "a 2.0");
  }

  @Test
  void store_thatHangsAndThenForgetsToAnswer_losesNothing() throws IOException {
    Semaphore hang = new Semaphore(0);
    try (TestNode node = started("first")) {
      place.before(
          (verb, what) -> {
            if (what.startsWith("state/")) {
              hang.acquireUninterruptibly();
            }
          });
      place.after(
          (verb, what) -> {
            if (what.startsWith("state/")) {
              throw new IOException("connection reset");
            }
          });
      deploy(node, "a", "2.0");
      node.awaitStatus(status -> !status.messages().isEmpty());
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");

      place.heal();
      hang.release(1000);
      node.awaitRunning("a", "2.0");
    }
    assertBroughtBack("a", "a 2.0");
  }

  @Test
  void newestCheckpoint_cutOffOrFlipped_isPassedOverForTheOneBefore() throws IOException {
    started("first").close();
    String newest = place.objects().keySet().stream().reduce((a, b) -> b).orElseThrow();
    assertThat(newest).startsWith("state/");
    byte[] whole = place.objects().get(newest);
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 4;
    for (byte[] damaged : new byte[][] {Arrays.copyOf(whole, whole.length / 3), flipped}) {
      place.objects().put(newest, damaged);
      assertBroughtBack("a", "a 1.0");
      place.objects().keySet().removeIf(object -> object.compareTo(newest) > 0);
    }
  }

  @Test
  void artifact_damagedAtTheCheckpointPath_isNotLoadedAndSaid() throws IOException {
    started("first").close();
    String artifact = place.objects().keySet().iterator().next();
    byte[] good = place.objects().put(artifact, new byte[] {1, 2, 3});
    assertThat(artifact).startsWith("artifacts/");

    AtomicInteger tries = new AtomicInteger();
    place.before(
        (verb, what) -> {
          if (what.equals(artifact) && tries.incrementAndGet() == 3) {
            place.objects().put(artifact, good);
          }
        });
    try (TestNode node = TestNode.start(directory.resolve("second"), url)) {
      node.awaitRunning("a", "1.0");
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");
      assertThat(node.application("a").lastError().message()).contains("it is damaged");
    }
    assertThat(tries).hasValue(3);
  }

  @Test
  void twoServers_onOnePath_theOneThatComesLateChangesNothingAnyMore() throws IOException {
    try (TestNode first = started("first");
        TestNode second = TestNode.start(directory.resolve("second"), url)) {
      second.awaitRunning("a", "1.0");
      deploy(second, "b", "1.0");
      second.awaitRunning("b", "1.0");

      deploy(first, "c", "1.0");
      first.awaitStatus(
          status -> status.messages().toString().contains("was written by another server"));
      assertThat(first.status().applications()).containsOnlyKeys("a");
      assertThat(first.get("/a").body()).isEqualTo("a 1.0");
      deploy(second, "b", "2.0");
      second.awaitRunning("b", "2.0");
      assertThat(first.status().messages().toString()).contains("changes nothing any more");
    }
    assertBroughtBack("b", "b 2.0");
  }

  private TestNode started(String machine) {
    TestNode node = TestNode.start(directory.resolve(machine), url);
    deploy(node, "a", "1.0");
    node.awaitRunning("a", "1.0");
    return node;
  }

  private void assertBroughtBack(String application, String text) throws IOException {
    Path home = Files.createTempDirectory(directory, "another");
    try (TestNode node = TestNode.start(home, url)) {
      node.awaitStatus(
          status ->
              status.applications().values().stream()
                  .allMatch(app -> app.status().name().equals("RUNNING")));
      assertThat(node.get("/" + application).body()).isEqualTo(text);
    }
  }

  private static void deploy(TestNode node, String application, String version) {
    PluginJars.greeter(application, version, application + " " + version)
        .writeTo(node.deployDir().resolve(application + ".jar"));
  }

  private static void pass(long millis) throws InterruptedException {
    boolean unused = new Semaphore(0).tryAcquire(millis, TimeUnit.MILLISECONDS);
  }
}
