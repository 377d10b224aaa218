package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.controller.SimulatedNode.Behaviour;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Lineage;
import io.jarserve.server.model.ServedVersion;
import io.jarserve.server.model.ServedVersion.Fate;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Effect;
import io.jarserve.server.model.change.Outcome.Reason;
import io.jarserve.server.model.change.Outcome.Refused;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an application was, and going back to it. */
class RollbackTest {

  private final Simulation run = new Simulation(1);
  private final Operator alice = new Operator(run);

  @Test
  void rollback_withoutNumber_goesBackOneAndThenFurther() {
    alice.deploys(app("a", "1", 1));
    alice.deploys(app("a", "2", 1));
    alice.deploys(app("a", "3", 1));

    alice.accepted(new Command.Rollback("a", Optional.empty()));
    run.settle(() -> {});
    assertThat(alice.hard("a").lastGood()).contains(app("a", "2", 1));
    assertThat(alice.hard("a").lineage().version(3).orElseThrow().fate())
        .isEqualTo(Fate.ROLLED_BACK);

    alice.accepted(new Command.Rollback("a", Optional.empty()));
    run.settle(() -> {});
    assertThat(alice.hard("a").lastGood()).contains(app("a", "1", 1));

    Refused refused = alice.refused(new Command.Rollback("a", Optional.empty()));
    assertThat(refused.reason()).isEqualTo(Reason.NO_SUCH_VERSION);
  }

  @Test
  void rollback_toNumber_isANewVersionThatSaysFromWhere() {
    alice.deploys(app("a", "1", 1));
    alice.deploys(app("a", "2", 1));

    Effect effect = alice.accepted(new Command.Rollback("a", Optional.of(1L)));
    run.settle(() -> {});

    assertThat(effect.version()).contains(3L);
    ServedVersion serving = alice.hard("a").lineage().serving().orElseThrow();
    assertThat(serving.spec()).isEqualTo(app("a", "1", 1));
    assertThat(serving.by().how()).isEqualTo("rollback to 1");
    assertThat(alice.refused(new Command.Rollback("a", Optional.of(9L))).message())
        .contains("9")
        .contains("1 (1), 2 (2), 3 (1)");
  }

  @Test
  void rollback_toWhatDoesNotStartAnyMore_leavesWhatServes() {
    ApplicationSpec old = app("a", "1", 1);
    alice.deploys(old);
    alice.deploys(app("a", "2", 1));
    run.node.behave(old.digest(), Behaviour.BAD);

    alice.accepted(new Command.Rollback("a", Optional.empty()));
    run.settle(() -> assertThat(run.node.ready().count()).isPositive());

    assertThat(alice.hard("a").lastGood()).contains(app("a", "2", 1));
    assertThat(alice.hard("a").failureOf(old)).isPresent();
  }

  @Test
  void history_manyVersions_keepsTheLastTen() {
    for (int version = 1; version <= 12; version++) {
      alice.deploys(app("a", Integer.toString(version), 1));
    }
    assertThat(alice.hard("a").lineage().history()).hasSize(Lineage.KEPT);
    assertThat(alice.hard("a").lineage().history().get(0).number()).isEqualTo(3);
    assertThat(alice.hard("a").lineage().serving().orElseThrow().number()).isEqualTo(12);
  }

  @Test
  void history_versionThatNeverServed_isNotInIt() {
    alice.deploys(app("a", "1", 1));
    ApplicationSpec bad = app("a", "2", 1);
    run.node.behave(bad.digest(), Behaviour.BAD);
    alice.deploys(bad);
    alice.deploys(app("a", "3", 1));

    assertThat(alice.hard("a").lineage().history())
        .extracting(ServedVersion::number)
        .containsExactly(1L, 3L);
  }
}
