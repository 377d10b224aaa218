package io.jarserve.server.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.Lineage;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.ServedVersion;
import io.jarserve.server.model.WantedState;
import io.jarserve.store.Content;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of earlier versions, letter by letter. */
class OldCheckpointTest {

  private static final String WITHOUT_LINEAGE =
      """
      {"applications":[\
      {"wanted":{"name":"shop","version":"2.0","digest":"%1$s","file":"shop.jar",\
      "deployments":[{"name":"Main","class_name":"demo.Main","options":{"num_replicas":2}}]},\
      "last_good":{"name":"shop","version":"1.0","digest":"%2$s","file":"shop.jar",\
      "deployments":[{"name":"Main","class_name":"demo.Main","options":{"num_replicas":2}}]},\
      "failed":[{"spec":{"name":"shop","version":"2.0","digest":"%1$s","file":"shop.jar",\
      "deployments":[{"name":"Main","class_name":"demo.Main","options":{"num_replicas":2}}]},\
      "reason":"start threw","at":"2026-01-02T03:04:05Z"}],\
      "deployed_at":"2026-01-01T00:00:00Z"},\
      {"wanted":{"name":"echo","version":"1.0","digest":"%2$s","file":"echo.jar",\
      "deployments":[]},"last_good":null,"failed":[],"deployed_at":null}]}\
      """
          .formatted("ab".repeat(32), "cd".repeat(32));

  @Test
  void checkpoint_withoutLineage_isOfTheDirectoryAndHasOneVersion(@TempDir Path directory)
      throws Exception {
    WantedState state = loaded(directory, WITHOUT_LINEAGE);

    WantedState.Application shop = state.application("shop").orElseThrow();
    assertThat(shop.failureOf(shop.wanted())).isPresent();
    Lineage lineage = shop.lineage();
    assertThat(lineage.owner()).isEqualTo(Origin.DIRECTORY);
    assertThat(lineage.number()).isEqualTo(2);
    assertThat(lineage.history()).extracting(ServedVersion::number).containsExactly(1L);
    ServedVersion serving = lineage.serving().orElseThrow();
    assertThat(serving.spec()).isEqualTo(shop.lastGood().orElseThrow());
    assertThat(serving.servedAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void checkpoint_ofWhatNeverServed_hasNoHistory(@TempDir Path directory) throws Exception {
    WantedState.Application echo =
        loaded(directory, WITHOUT_LINEAGE).application("echo").orElseThrow();

    assertThat(echo.lineage().number()).isEqualTo(1);
    assertThat(echo.lineage().history()).isEmpty();
    assertThat(echo.etag()).startsWith("1-");
  }

  @Test
  void checkpoint_withoutLineage_savedAgain_isTheSame(@TempDir Path directory) throws Exception {
    WantedState state = loaded(directory, WITHOUT_LINEAGE);
    WantedState less = new WantedState(state.applications().subList(0, 1));

    try (BoundedStore store = open(directory)) {
      Checkpoints checkpoints = new Checkpoints(store);
      checkpoints.load();
      checkpoints.save(less);

      assertThat(new Checkpoints(store).load().state()).isEqualTo(less);
    }
  }

  private static WantedState loaded(Path directory, String state) throws Exception {
    try (BoundedStore store = open(directory)) {
      store.create(States.name(7), Content.of(Envelope.wrap(7, state.getBytes(UTF_8))));
      Checkpoints.Loaded loaded = new Checkpoints(store).load();
      assertThat(loaded.warnings()).isEmpty();
      return loaded.state();
    }
  }

  private static BoundedStore open(Path directory) throws Exception {
    return new BoundedStore(new FileCheckpointStore(directory), directory.toString());
  }
}
