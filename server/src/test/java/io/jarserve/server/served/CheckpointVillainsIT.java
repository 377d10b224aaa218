package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.CheckpointDrill;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.VillainStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole server whose checkpoint path misbehaves: it serves on, says so, and loses nothing. */
@Timeout(300)
class CheckpointVillainsIT {

  private final String name = UUID.randomUUID().toString();
  private final String url = VillainStore.url(name);
  private final VillainStore.Place place = VillainStore.place(name);

  @TempDir private Path directory;

  @Test
  void store_thatIsDown_refusesTheFileAndTakesItWhenItIsBack() throws IOException {
    drill()
        .assertRiddenOut(
            () ->
                place.before(
                    (verb, what) -> {
                      throw new IOException("connection refused");
                    }),
            place::heal,
            "b",
            "1.0",
            status -> status.rejectedFiles().toString().contains("connection refused"));
  }

  @Test
  void store_thatIsFull_holdsBackTheChangeAndSaysWhy() throws IOException {
    drill()
        .assertRiddenOut(
            () ->
                place.before(
                    (verb, what) -> {
                      if (verb.equals("create") && what.startsWith("state/")) {
                        throw new IOException("507 insufficient storage");
                      }
                    }),
            place::heal,
            "a",
            "2.0",
            status -> status.messages().toString().contains("insufficient storage"));
  }

  @Test
  void store_thatIsSlow_delaysTheChangeAlone() throws IOException {
    drill().assertOnlyTheChangeWaits(() -> place.before((verb, what) -> pass(2500)), place::heal);
  }

  @Test
  void store_thatHangsAndThenForgetsToAnswer_losesNothing() throws IOException {
    Semaphore hang = new Semaphore(0);
    drill()
        .assertRiddenOut(
            () -> {
              place.before(onStates(hang::acquireUninterruptibly));
              place.after(
                  (verb, what) -> {
                    if (what.startsWith("state/")) {
                      throw new IOException("connection reset");
                    }
                  });
            },
            () -> {
              place.heal();
              hang.release(1000);
            },
            "a",
            "2.0",
            status -> !status.messages().isEmpty());
  }

  @Test
  void newestCheckpoint_cutOffOrFlipped_isPassedOverForTheOneBefore() throws IOException {
    drill().serving("first").close();
    String newest = place.objects().keySet().stream().reduce((a, b) -> b).orElseThrow();
    assertThat(newest).startsWith("state/");
    byte[] whole = place.objects().get(newest);
    for (byte[] damaged : CheckpointDrill.damaged(whole)) {
      place.objects().put(newest, damaged);
      drill().assertBroughtBack("a", "1.0");
      place.objects().keySet().removeIf(object -> object.compareTo(newest) > 0);
    }
  }

  @Test
  void artifact_damagedAtTheCheckpointPath_isNotLoadedAndSaid() throws IOException {
    drill().serving("first").close();
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
    try (TestNode node = drill().start("second")) {
      node.awaitRunning("a", "1.0");
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");
      assertThat(node.application("a").lastError().message()).contains("it is damaged");
    }
    assertThat(tries).hasValue(3);
  }

  @Test
  void twoServers_onOnePath_theOneThatComesLateChangesNothingAnyMore() throws IOException {
    try (TestNode first = drill().serving("first");
        TestNode second = drill().start("second")) {
      second.awaitRunning("a", "1.0");
      CheckpointDrill.deploy(second, "b", "1.0");
      second.awaitRunning("b", "1.0");

      drill().assertLateOneChangesNothing(first);
      CheckpointDrill.deploy(second, "b", "2.0");
      second.awaitRunning("b", "2.0");
      assertThat(first.status().messages().toString()).contains("changes nothing any more");
    }
    drill().assertBroughtBack("b", "2.0");
  }

  private CheckpointDrill drill() {
    return new CheckpointDrill(directory, url);
  }

  private static VillainStore.Fault onStates(Runnable harm) {
    return (verb, what) -> {
      if (what.startsWith("state/")) {
        harm.run();
      }
    };
  }

  private static void pass(long millis) throws InterruptedException {
    boolean unused = new Semaphore(0).tryAcquire(millis, TimeUnit.MILLISECONDS);
  }
}
