package io.jarserve.server.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.model.Digest;
import io.jarserve.server.testing.VillainStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactObjectsTest {

  private static final Digest A = new Digest("a".repeat(64));
  private static final Digest B = new Digest("b".repeat(64));

  @TempDir private Path directory;

  private final String name = UUID.randomUUID().toString();
  private final VillainStore.Place place = VillainStore.place(name);
  private final ArtifactObjects objects = opened();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("a.jar"), "the artifact");
  }

  @Test
  void keep_again_uploadsNothing() throws Exception {
    objects.keep(A, file);
    objects.keep(A, file);
    ArtifactObjects restarted = opened();
    restarted.load();
    restarted.keep(A, file);

    assertThat(place.creations()).isEqualTo(1);
    assertThat(place.objects()).containsOnlyKeys(ArtifactObjects.name(A));
  }

  @Test
  void keep_thatFails_isNotTakenForDone() throws Exception {
    place.before(
        (verb, what) -> {
          throw new IOException("insufficient storage");
        });
    assertThatThrownBy(() -> objects.keep(A, file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(A.brief())
        .hasMessageContaining("insufficient storage")
        .hasMessageContaining("make room");
    place.heal();

    objects.keep(A, file);

    assertThat(place.objects()).containsOnlyKeys(ArtifactObjects.name(A));
  }

  @Test
  void fetch_givesTheBytesOrSaysThatThereAreNone() throws Exception {
    objects.keep(A, file);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    assertThat(objects.fetch(A, bytes)).isTrue();
    assertThat(bytes).hasToString("the artifact");
    assertThat(objects.fetch(B, bytes)).isFalse();
  }

  @Test
  void sweep_deletesWhatTwoSavesInARowDidNotNeed() throws Exception {
    objects.keep(A, file);
    objects.keep(B, file);

    objects.sweep(Set.of(B)::contains, () -> true);
    assertThat(place.objects()).hasSize(2);
    objects.sweep(Set.of(B)::contains, () -> true);
    assertThat(place.objects()).containsOnlyKeys(ArtifactObjects.name(B));

    objects.keep(A, file);
    assertThat(place.objects()).hasSize(2);
  }

  @Test
  void sweep_leavesWhatWasNeededInBetween() throws Exception {
    objects.keep(A, file);

    objects.sweep(digest -> false, () -> true);
    objects.sweep(digest -> true, () -> true);
    objects.sweep(digest -> false, () -> true);

    assertThat(place.objects()).hasSize(1);
  }

  @Test
  void sweep_whenSomebodyElseHasSaved_deletesNothing() throws Exception {
    objects.keep(A, file);

    objects.sweep(digest -> false, () -> true);
    objects.sweep(digest -> false, () -> false);

    assertThat(place.objects()).hasSize(1);
  }

  @Test
  void sweep_leavesAloneWhatOthersBroughtSinceTheStart() throws Exception {
    place.objects().put(ArtifactObjects.name(A), new byte[] {1});

    objects.sweep(digest -> false, () -> true);
    objects.sweep(digest -> false, () -> true);

    assertThat(place.objects()).hasSize(1);
  }

  @Test
  void vanished_namesWhatSomebodyDeleted() throws Exception {
    objects.keep(A, file);
    objects.keep(B, file);
    place.objects().remove(ArtifactObjects.name(A));

    assertThat(objects.vanished(Set.of(A, B))).containsExactly(A);
    objects.keep(A, file);
    assertThat(place.objects()).hasSize(2);
  }

  private ArtifactObjects opened() {
    return new ArtifactObjects(new BoundedStore(new VillainStore("/" + name), "villain"), 1000);
  }
}
