package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.WatchedFile.Patience;
import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.artifact.store.ArtifactStore;
import io.jarserve.server.artifact.store.Incoming;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.Options;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {

  @TempDir Path directory;
  private ArtifactStore store;
  private Inventory inventory;
  private long now;

  @BeforeEach
  void open() throws ArtifactException {
    store = new ArtifactStore(directory);
    inventory = new Inventory(store, Patience.DEFAULTS);
  }

  @Test
  void see_ofANewNameForAJudgedFile_takesItsVerdict() throws Exception {
    Verdict verdict = judged("a.jar", look("one"), "one");

    inventory.see(Map.of("b.jar", renamed(look("one"))), now);

    assertThat(shown("b.jar")).contains(verdict);
    assertThat(inventory.allLookedInto(Set.of("b.jar"))).isTrue();
    assertThat(inventory.due(Set.of("b.jar"), Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void see_ofANewNameForAFileThatIsBeingRewritten_takesNothing() throws Exception {
    judged("a.jar", look("one"), "one");
    inventory.see(Map.of("a.jar", look("two")), now);

    inventory.see(Map.of("b.jar", renamed(look("two"))), now);

    assertThat(shown("b.jar")).isEmpty();
  }

  @Test
  void see_ofAJudgedFileMovedOverAnother_takesItsVerdictAtOnce() throws Exception {
    Verdict.Good first = judged("a.jar", look("one"), "one");
    Verdict.Good second = judged("b.jar", look("two"), "two");

    inventory.see(Map.of("a.jar", renamed(look("two"))), now);
    inventory.drop(Set.of("b.jar"));

    assertThat(shown("a.jar")).contains(second);
    store.retain(Set.of());
    assertThat(store.contains(first.artifact().digest())).isFalse();
    assertThat(store.contains(second.artifact().digest())).isTrue();
  }

  @Test
  void see_ofAFileOfTheSameSizeAndTime_takesNothing() throws Exception {
    judged("a.jar", look("one"), "one");

    inventory.see(Map.of("b.jar", look("two")), now);

    assertThat(shown("b.jar")).isEmpty();
  }

  @Test
  void judge_ofALookThatIsOver_letsGoOfItsArtifact() throws Exception {
    inventory.see(Map.of("a.jar", look("one")), now);
    settle();
    Verdict.Good late = good("one");
    inventory.see(Map.of("a.jar", look("two")), now);

    inventory.judge("a.jar", look("one"), late, now);

    assertThat(shown("a.jar")).isEmpty();
    store.retain(Set.of());
    assertThat(store.contains(late.artifact().digest())).isFalse();
  }

  @Test
  void judge_ofADroppedFile_letsGoOfItsArtifact() throws Exception {
    inventory.see(Map.of("a.jar", look("one")), now);
    settle();
    Verdict.Good late = good("one");
    inventory.drop(Set.of("a.jar"));

    inventory.judge("a.jar", look("one"), late, now);

    store.retain(Set.of());
    assertThat(store.contains(late.artifact().digest())).isFalse();
  }

  @Test
  void judge_ofTheNextContent_letsGoOfTheOneBefore() throws Exception {
    Verdict.Good first = judged("a.jar", look("one"), "one");
    Verdict.Good second = judged("a.jar", look("two"), "two");

    store.retain(Set.of());

    assertThat(store.contains(first.artifact().digest())).isFalse();
    assertThat(store.contains(second.artifact().digest())).isTrue();
  }

  @Test
  void due_ofAFileOutOfSight_isNothing() {
    inventory.see(Map.of("a.jar", look("one")), now);

    assertThat(inventory.due(Set.of(), Long.MAX_VALUE)).isEmpty();
  }

  private Verdict.Good judged(String name, Look look, String content) throws Exception {
    inventory.see(Map.of(name, look), now);
    settle();
    Verdict.Good verdict = good(content);
    inventory.judge(name, look, verdict, now);
    return verdict;
  }

  /** Whatever is due is under way. */
  private void settle() {
    now += Patience.DEFAULTS.settle().toNanos();
    inventory.due(inventory.names(), now).values().forEach(WatchedFile::begin);
  }

  private Optional<Verdict> shown(String name) {
    return inventory.shown(Set.of(name)).getOrDefault(name, Optional.empty());
  }

  private Verdict.Good good(String content) throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try (Incoming incoming = store.receive(new ByteArrayInputStream(bytes), 1000)) {
      Digest digest = incoming.digest();
      store.hold(digest);
      incoming.publish();
      List<DeploymentSpec> deployments =
          List.of(new DeploymentSpec("D", "demo.D", Options.defaults()));
      return new Verdict.Good(new Artifact("app", "1", digest, bytes.length, deployments));
    }
  }

  private static Look look(String key) {
    FileTime time = FileTime.fromMillis(7);
    return new Look(Look.Kind.FILE, Optional.of(key), 3, time, time, "");
  }

  /** Renaming a file changes the time of its entry. */
  private static Look renamed(Look look) {
    return new Look(
        look.kind(), look.key(), look.size(), look.modified(), FileTime.fromMillis(8), "");
  }
}
