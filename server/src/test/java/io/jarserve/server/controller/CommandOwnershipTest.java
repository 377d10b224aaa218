package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.listing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Effect.Kind;
import io.jarserve.server.model.change.Outcome.Accepted;
import io.jarserve.server.model.change.Outcome.Reason;
import io.jarserve.server.model.change.Outcome.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose commands an application goes by. */
class CommandOwnershipTest {

  private static final Actor PROD = new Actor("bob", Origin.config("prod.yaml"));

  private final Simulation run = new Simulation(1);
  private final Operator alice = new Operator(run);

  @Test
  void deployAndDelete_ofAnotherOwner_areRefusedAndNameBoth() {
    alice.deploys(app("a", "1", 1));

    Refused deploy = (Refused) run.submit(Change.of(PROD, new Command.Deploy(app("a", "2", 1))));
    Refused delete = (Refused) run.submit(Change.of(PROD, new Command.Delete("a")));

    assertThat(deploy.reason()).isEqualTo(Reason.OWNED_BY_ANOTHER);
    assertThat(deploy.message()).contains("belongs to the API").contains("config 'prod.yaml'");
    assertThat(delete.reason()).isEqualTo(Reason.OWNED_BY_ANOTHER);
  }

  @Test
  void options_ofWhatAConfigOwns_areSetByAnybody() {
    assertThat(run.submit(Change.of(PROD, new Command.Deploy(app("a", "1", 1)))))
        .isInstanceOf(Accepted.class);

    alice.accepted(new Command.Scale("a", "Main", 2));

    assertThat(alice.hard("a").lineage().owner()).isEqualTo(PROD.origin());
    assertThat(alice.hard("a").lineage().by().who()).isEqualTo("alice");
  }

  @Test
  void directorysApplication_isNotDeployedScaledOrDeletedByCommand() {
    listed(app("a", "1", 1));
    List<Command> commands =
        List.of(
            new Command.Deploy(app("a", "2", 1)),
            new Command.Scale("a", "Main", 2),
            new Command.Patch("a", Optional.empty(), Map.of(OptionKey.NUM_REPLICAS, 2)),
            new Command.Delete("a"));
    for (Command command : commands) {
      Refused refused = alice.refused(command);
      assertThat(refused.reason()).isEqualTo(Reason.OWNED_BY_ANOTHER);
      assertThat(refused.message()).contains("a.jar").contains("a.yaml").contains("the API");
    }
    assertThat(alice.accepted(new Command.Restart("a", Optional.empty())).kind())
        .isEqualTo(Kind.RESTARTED);
  }

  @Test
  void actor_cannotBeTheDirectory() {
    assertThatThrownBy(() -> new Actor("x", Origin.DIRECTORY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("drop a JAR");
  }

  private void listed(ApplicationSpec spec) {
    run.list(listing(spec));
    run.settle(() -> {});
  }
}
