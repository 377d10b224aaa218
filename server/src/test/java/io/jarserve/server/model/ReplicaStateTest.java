package io.jarserve.server.model;

import static io.jarserve.server.model.ReplicaState.FAILED;
import static io.jarserve.server.model.ReplicaState.RUNNING;
import static io.jarserve.server.model.ReplicaState.STARTING;
import static io.jarserve.server.model.ReplicaState.STOPPED;
import static io.jarserve.server.model.ReplicaState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplicaStateTest {

  private static final Map<ReplicaState, Set<ReplicaState>> TABLE =
      Map.of(
          STARTING, Set.of(RUNNING, STOPPING, FAILED),
          RUNNING, Set.of(STOPPING, FAILED),
          STOPPING, Set.of(STOPPED),
          STOPPED, Set.of(),
          FAILED, Set.of());

  @Test
  void everyPair_isAsInTheTable() {
    for (ReplicaState from : ReplicaState.values()) {
      for (ReplicaState to : ReplicaState.values()) {
        assertThat(from.canBecome(to))
            .as("%s to %s", from, to)
            .isEqualTo(TABLE.get(from).contains(to));
      }
    }
  }

  @Test
  void to_illegalStep_namesBothStates() {
    assertThatIllegalStateException()
        .isThrownBy(() -> STOPPED.to(RUNNING))
        .withMessageContaining("STOPPED")
        .withMessageContaining("RUNNING");
  }

  @Test
  void isFinal_onlyWhereNothingFollows() {
    assertThat(STOPPED.isFinal()).isTrue();
    assertThat(FAILED.isFinal()).isTrue();
    assertThat(STOPPING.isFinal()).isFalse();
  }
}
