package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.controller.SimulatedNode.Behaviour;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ServedVersion;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Effect;
import io.jarserve.server.model.change.Effect.Action;
import io.jarserve.server.model.change.Effect.OnDeployment;
import io.jarserve.server.model.change.Outcome.Reason;
import io.jarserve.server.model.change.Outcome.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commands that change options of what is deployed. */
class OptionCommandsTest {

  private final Simulation run = new Simulation(1);
  private final Operator alice = new Operator(run);

  @Test
  void scale_deployment_keepsItsReplicasAndAddsNoHistory() {
    alice.deploys(app("a", "1", 1));
    alice.deploys(app("a", "2", 2));
    Set<ReplicaId> before = alice.replicas();

    Effect effect = alice.accepted(new Command.Scale("a", "Main", 4));
    run.settle(() -> {});

    assertThat(effect.deployments())
        .containsExactly(new OnDeployment("Main", Action.IN_PLACE, List.of("num_replicas 2 -> 4")));
    assertThat(alice.replicas()).hasSize(4).containsAll(before);
    assertThat(alice.hard("a").lineage().history())
        .extracting(ServedVersion::number)
        .containsExactly(1L, 3L);
  }

  @Test
  void patch_optionThatRolls_restartsAndSaysSo() {
    alice.deploys(app("a", "1", 1));

    Effect effect =
        alice.accepted(
            new Command.Patch("a", Optional.empty(), Map.of(OptionKey.NON_BLOCKING, true)));

    assertThat(effect.deployments().get(0).action()).isEqualTo(Action.RESTARTS);
    assertThat(effect.deployments().get(0).why()).containsExactly("non_blocking false -> true");
  }

  @Test
  void patch_userConfig_isNotQuoted() {
    alice.deploys(app("a", "1", 1));

    Effect effect =
        alice.accepted(
            new Command.Patch(
                "a", Optional.of("Main"), Map.of(OptionKey.USER_CONFIG, Map.of("password", "s3"))));

    assertThat(effect.deployments().get(0).why()).containsExactly("user_config");
  }

  @Test
  void patch_valueOutOfRange_isRefusedByName() {
    alice.deploys(app("a", "1", 1));

    Refused refused = alice.refused(new Command.Scale("a", "Main", -1));

    assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    assertThat(refused.message()).contains("num_replicas").contains("-1");
  }

  @Test
  void scale_whileTheNewVersionIsKnownToFail_scalesWhatServes() {
    alice.deploys(app("a", "1", 1));
    ApplicationSpec bad = app("a", "2", 1);
    run.node.behave(bad.digest(), Behaviour.BAD);
    alice.deploys(bad);

    alice.accepted(new Command.Scale("a", "Main", 3));
    run.settle(() -> {});

    assertThat(run.node.ready()).hasSize(3).allMatch(r -> r.version().equals("1"));
    assertThat(alice.hard("a").lastGood()).contains(app("a", "1", 3));
  }
}
