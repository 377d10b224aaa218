package io.jarserve.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WantedStateTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_000);
  private static final Provenance BY = new Provenance(Origin.EMBEDDED, "", NOW, "deploy");
  private static final ApplicationSpec LASTING = spec("a");
  private static final ApplicationSpec PASSING = spec("b");

  @Test
  void without_applicationThatWantsSuchAnArtifact_leavesItOut() {
    WantedState state =
        new WantedState(
            List.of(
                WantedState.Application.first(LASTING, BY),
                WantedState.Application.first(spec("c"), BY)));

    WantedState kept = state.without(spec("c").digest()::equals);

    assertThat(kept.applications()).hasSize(1);
    assertThat(kept.digests()).isEqualTo(Set.of(LASTING.digest()));
  }

  @Test
  void without_versionsOfSuchAnArtifact_forgetsThem() {
    WantedState.Application app =
        WantedState.Application.first(PASSING, BY).served(NOW).wanting(LASTING, BY);

    WantedState kept = new WantedState(List.of(app)).without(PASSING.digest()::equals);

    assertThat(kept.digests()).isEqualTo(Set.of(LASTING.digest()));
    assertThat(kept.applications().get(0).wanted()).isEqualTo(LASTING);
    assertThat(kept.applications().get(0).lastGood()).isEmpty();
  }

  @Test
  void without_whatAVersionIsComparedWith_endsTheComparison() {
    assertThat(watched(PASSING).without(PASSING.digest()::equals).applications().get(0).bake())
        .isEmpty();
    assertThat(watched(spec("c")).without(PASSING.digest()::equals)).isEqualTo(watched(spec("c")));
  }

  private static WantedState watched(ApplicationSpec good) {
    WantedState.Application app =
        WantedState.Application.first(good, BY).served(NOW).wanting(LASTING, BY);
    return new WantedState(
        List.of(
            new WantedState.Application(
                app.wanted(),
                app.lastGood(),
                app.failed(),
                app.deployedAt(),
                app.lineage(),
                Optional.of(Bake.ahead(Map.of())))));
  }

  @Test
  void without_nothingOfTheKind_isEqual() {
    WantedState state =
        new WantedState(List.of(WantedState.Application.first(LASTING, BY).served(NOW)));

    assertThat(state.without(PASSING.digest()::equals)).isEqualTo(state);
  }

  private static ApplicationSpec spec(String digit) {
    DeploymentSpec deployment =
        new DeploymentSpec("Main", "demo.Main", Options.defaults().with(Map.of()));
    return new ApplicationSpec(
        "greeter", "1", new Digest(digit.repeat(64)), "greeter.jar", List.of(deployment));
  }
}
