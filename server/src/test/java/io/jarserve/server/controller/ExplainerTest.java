package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.deployment;
import static io.jarserve.server.controller.Specs.listing;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.controller.SimulatedNode.Behaviour;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Explanation.Decision;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every reason that an application can have not to be as it should be. */
class ExplainerTest {

  private final Simulation run = new Simulation(1);

  @Test
  void running_isAsItShouldBe() {
    settled(listing(app("a", "1", 2)));

    assertThat(explained("a"))
        .containsExactly(
            new Decision(
                "deployment Main", "2 replicas ready", "2", "nothing: it is as it should be"));
  }

  @Test
  void starting_saysHowLongItMayTake() {
    settled(listing(app("a", "1", 1)));
    run.list(listing(app("a", "2", 1)));
    while (run.state.apps().get("a").replicas().size() < 2) {
      run.step();
    }

    assertThat(explained("a").get(0).observed()).contains("1 to be replaced");
    assertThat(explained("a").get(0).next()).contains("one of the old drains for each new one");
  }

  @Test
  void failing_saysHowOftenAndWhenItIsTriedNext() {
    ApplicationSpec bad = app("a", "1", 1);
    run.node.behave(bad.digest(), Behaviour.BAD);
    run.list(listing(bad));
    while (failures() < 2) {
      run.step();
    }

    Decision rounds = explained("a").get(0);
    assertThat(rounds.subject()).isEqualTo("failed rounds");
    assertThat(rounds.observed()).startsWith("2");
    assertThat(rounds.threshold()).isEqualTo("3");
    assertThat(rounds.next()).isEqualTo("then it is given up; nothing serves meanwhile");
    assertThat(explained("a").get(1).next()).startsWith("the next replicas start at 2026-");
  }

  private int failures() {
    AppState app = run.state.apps().get("a");
    return app == null ? 0 : app.attempt().failures();
  }

  @Test
  void failed_saysWhatServesMeanwhileAndWhatHelps() {
    settled(listing(app("a", "1", 1)));
    ApplicationSpec bad = app("a", "2", 1);
    run.node.behave(bad.digest(), Behaviour.BAD);
    settled(listing(bad));

    Decision version = explained("a").get(0);
    assertThat(version.subject()).isEqualTo("version 2");
    assertThat(version.threshold()).startsWith("3 failed rounds");
    assertThat(version.next()).contains("on restart").contains("version 1 serves meanwhile");
  }

  @Test
  void blocked_saysByWhom() {
    ApplicationSpec first = app("a", "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, "/x")));
    ApplicationSpec second =
        app("b", "1", deployment("Main", Map.of(OptionKey.ROUTE_PREFIX, "/x")));
    settled(listing(first));
    settled(listing(first, second));

    assertThat(explained("b").get(0).observed()).contains("'/x'").contains("'a'");
  }

  @Test
  void rolledBack_saysUntilWhenThatHolds() {
    settled(listing(app("a", "1", 1)));
    settled(listing(app("a", "2", 1)));
    run.submit(
        Change.of(new Actor("alice", Origin.API), new Command.Rollback("a", Optional.empty())));
    run.settle(() -> {});

    assertThat(explained("a").get(0))
        .isEqualTo(
            new Decision(
                "a.jar",
                "asks for 2",
                "set aside by alice by the API",
                "that holds until its bytes or options change"));
  }

  @Test
  void checkpointInTrouble_comesFirst() {
    settled(listing(app("a", "1", 1)));

    List<Decision> decisions =
        Explainer.explain(
            run.state.apps().get("a"), run.state, run.now, Optional.of("no space left"));

    assertThat(decisions.get(0).observed()).isEqualTo("no space left");
  }

  @Test
  void deleting_saysWhatIsWaitedFor() {
    settled(listing(app("a", "1", 2)));
    run.list(Specs.deleted(Listing.EMPTY, "a.jar"));
    while (!run.state.apps().get("a").deleting()) {
      run.step();
    }

    assertThat(explained("a").get(0).observed()).isEqualTo("2 replicas still drain");
  }

  private List<Decision> explained(String name) {
    return Explainer.explain(run.state.apps().get(name), run.state, run.now, Optional.empty());
  }

  private void settled(Listing listing) {
    run.list(listing);
    run.settle(() -> {});
  }
}
