package io.jarserve.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every store of checkpoints must do. For each of them a class extends this. */
@Timeout(300)
public abstract class CheckpointStoreContract {

  private static final int RACERS = 8;
  private static final int ROUNDS = 10;

  @TempDir private Path directory;
  private CheckpointStore store;

  /** A store with nothing in it, such as at a path that was never used. */
  protected abstract CheckpointStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  @Test
  void get_ofWhatWasCreated_isTheSameBytes() throws Exception {
    assertThat(store.create("state/000000001.json", content("one"))).isTrue();

    assertThat(text("state/000000001.json")).isEqualTo("one");
  }

  @Test
  void get_ofNothing_isEmpty() throws Exception {
    assertThat(store.get("state/000000001.json")).isEmpty();
  }

  @Test
  void create_ofATakenName_changesNothing() throws Exception {
    assertThat(store.create("state/000000001.json", content("one"))).isTrue();

    assertThat(store.create("state/000000001.json", content("two"))).isFalse();
    assertThat(text("state/000000001.json")).isEqualTo("one");
  }

  @Test
  void create_ofNoBytesAtAll_isAnObjectTheSame() throws Exception {
    assertThat(store.create("state/000000001.json", content(""))).isTrue();

    assertThat(text("state/000000001.json")).isEmpty();
    assertThat(store.list("state/")).containsExactly("state/000000001.json");
  }

  @Test
  void create_byManyAtOnce_hasOneWinnerWhoseBytesAreThere() throws Exception {
    ExecutorService racers = Executors.newFixedThreadPool(RACERS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        String name = "state/%09d.json".formatted(round);
        List<String> winners = race(racers, name);

        assertThat(winners).as(name).hasSize(1);
        assertThat(text(name)).isEqualTo(winners.get(0));
      }
    } finally {
      racers.shutdownNow();
    }
  }

  private List<String> race(ExecutorService racers, String name) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Boolean>> results = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      String mine = "racer " + i;
      Callable<Boolean> racer =
          () -> {
            start.await();
            return store.create(name, content(mine));
          };
      results.add(racers.submit(racer));
    }
    start.countDown();
    List<String> winners = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      if (results.get(i).get()) {
        winners.add("racer " + i);
      }
    }
    return winners;
  }

  @Test
  void list_ofAFolder_isAllInItAndNothingElse() throws Exception {
    assertThat(store.list("state/")).isEmpty();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      names.add("state/%09d.json".formatted(i));
      store.create(names.get(i), content("x"));
    }
    store.create("artifacts/a.jar", content("x"));

    assertThat(store.list("state/")).containsExactlyInAnyOrderElementsOf(names);
    assertThat(store.list("artifacts/")).containsExactly("artifacts/a.jar");
    assertThat(store.list("probe/")).isEmpty();
  }

  @Test
  void delete_removesAndMayBeRepeated() throws Exception {
    store.create("state/000000001.json", content("one"));
    store.create("state/000000002.json", content("two"));

    store.delete("state/000000001.json");
    store.delete("state/000000001.json");
    store.delete("other/nothing");

    assertThat(store.get("state/000000001.json")).isEmpty();
    assertThat(store.list("state/")).containsExactly("state/000000002.json");
    assertThat(store.create("state/000000001.json", content("again"))).isTrue();
  }

  @Test
  void create_ofAFile_streamsItBothWays() throws Exception {
    byte[] bytes = new byte[9 * 1024 * 1024 + 17];
    new Random(7).nextBytes(bytes);
    Path file = Files.write(directory.resolve("artifact.jar"), bytes);

    assertThat(store.create("artifacts/big.jar", Content.of(file))).isTrue();
    assertThat(store.create("artifacts/big.jar", Content.of(file))).isFalse();

    try (InputStream in = store.get("artifacts/big.jar").orElseThrow()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
  }

  private String text(String name) throws IOException {
    try (InputStream in = store.get(name).orElseThrow()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
