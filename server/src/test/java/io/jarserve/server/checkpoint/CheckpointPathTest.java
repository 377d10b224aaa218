package io.jarserve.server.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.testing.VillainStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointPathTest {

  @TempDir private Path directory;

  private final String name = UUID.randomUUID().toString();
  private final VillainStore.Place place = VillainStore.place(name);

  @Test
  void open_ofAGoodPlace_leavesNothingBehind() throws Exception {
    try (BoundedStore store = CheckpointPath.open(VillainStore.url(name))) {
      assertThat(store.location()).isEqualTo(VillainStore.url(name));
    }
    assertThat(place.creations()).isEqualTo(2 + 4 * 4);
    assertThat(place.objects()).isEmpty();
  }

  @Test
  void open_ofAStoreThatIgnoresConditions_isRefused() {
    place.ignoreConditions();

    assertThatThrownBy(() -> CheckpointPath.open(VillainStore.url(name)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(VillainStore.url(name))
        .hasMessageContaining(
            "asked to make an object only where there is none, it made it a second time")
        .hasMessageContaining("choose a store that honours conditional writes");
  }

  /** Right one after the other, and wrong when two write at once. */
  @Test
  void open_ofAStoreThatLooksFirstAndWritesThen_isRefused() {
    AtomicBoolean alone = new AtomicBoolean(true);
    CyclicBarrier allFour = new CyclicBarrier(4);
    place.lookBeforeWriting(
        (verb, what) -> {
          if (!alone.getAndSet(false)) {
            allFour.await(60, TimeUnit.SECONDS);
          }
        });

    assertThatThrownBy(() -> CheckpointPath.open(VillainStore.url(name)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(VillainStore.url(name))
        .hasMessageContaining(
            "asked by 4 at once to make an object only where there is none, it told 4 of them that theirs was made")
        .hasMessageContaining("choose a store that honours conditional writes");
  }

  @Test
  void open_ofAStoreThatRefusesUs_saysWhatItNeeds() {
    place.before(
        (verb, what) -> {
          throw new IOException("403 Forbidden");
        });

    assertThatThrownBy(() -> CheckpointPath.open(VillainStore.url(name)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("403 Forbidden")
        .hasMessageContaining("create, read, list and delete");
  }

  @Test
  void open_ofAnUnknownScheme_namesTheKnownOnes() {
    assertThatThrownBy(() -> CheckpointPath.open("ftp://host/path"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("unknown scheme 'ftp'")
        .hasMessageContaining("known are custom, file");
  }

  @Test
  void open_withAPassword_isRefusedWithoutTellingIt() {
    assertThatThrownBy(() -> CheckpointPath.open("s3://key:geheim@bucket/path"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("holds a password")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void open_ofNoUrl_saysHowItLooks() {
    for (String wrong : new String[] {"/srv/checkpoint", "s3", "a b"}) {
      assertThatThrownBy(() -> CheckpointPath.open(wrong))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("'" + wrong + "'")
          .hasMessageContaining("s3://bucket/path");
    }
  }

  @Test
  void open_ofADirectory_makesIt() throws Exception {
    Path place = directory.resolve("a/new/one");

    CheckpointPath.open(place.toUri().toString()).close();

    assertThat(place).isDirectory();
  }
}
