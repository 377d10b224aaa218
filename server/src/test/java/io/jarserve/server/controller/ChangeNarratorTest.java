package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.controller.Narrator.Line;
import io.jarserve.server.model.InstanceEvent.Kind;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the log says of each kind of change: who, what, from which version to which. */
class ChangeNarratorTest {

  private static final Actor ALICE = new Actor("alice", Origin.API);

  private final Simulation run = new Simulation(1);

  @Test
  void deploy_first_saysWhatStarts() {
    Line line = told(new Command.Deploy(app("a", "1", 1)));

    assertThat(line)
        .isEqualTo(
            new Line(
                Kind.DEPLOY_STARTED,
                false,
                Optional.of("a"),
                "alice",
                Optional.empty(),
                Optional.of(1L),
                "a: alice by the API asked for deploy 1: version 1: Main starts"));
  }

  @Test
  void everyCommand_hasItsKindAndVersions() {
    told(new Command.Deploy(app("a", "1", 1)));

    assertThat(brief(new Command.Deploy(app("a", "2", 1)))).isEqualTo("UPDATE_STARTED 1 -> 2");
    assertThat(brief(new Command.Scale("a", "Main", 2))).isEqualTo("OPTIONS_APPLIED 2 -> 3");
    assertThat(
            brief(new Command.Patch("a", Optional.empty(), Map.of(OptionKey.NON_BLOCKING, true))))
        .isEqualTo("UPDATE_STARTED 3 -> 4");
    assertThat(brief(new Command.Rollback("a", Optional.of(1L))))
        .isEqualTo("ROLLBACK_STARTED 4 -> 5");
    assertThat(brief(new Command.Restart("a", Optional.empty())))
        .isEqualTo("RESTART_STARTED 5 -> 5");
    assertThat(brief(new Command.Delete("a"))).isEqualTo("DELETE_STARTED 5 -> 0");
  }

  @Test
  void userConfig_isNotInTheText() {
    told(new Command.Deploy(app("a", "1", 1)));

    Line line =
        told(
            new Command.Patch(
                "a", Optional.empty(), Map.of(OptionKey.USER_CONFIG, Map.of("token", "s3cret"))));

    assertThat(line.text()).contains("user_config").doesNotContain("s3cret");
  }

  @Test
  void refused_saysWhoAskedForWhatAndWhyNot() {
    Line line = told(new Command.Delete("a"));

    assertThat(line.kind()).isEqualTo(Kind.CHANGE_REFUSED);
    assertThat(line.warning()).isTrue();
    assertThat(line.application()).contains("a");
    assertThat(line.text())
        .isEqualTo(
            "alice by the API asked for delete (a) and is refused: there is no application 'a'");
  }

  @Test
  void dryRunAndWhatChangesNothing_areNotTold() {
    Change deploy = Change.of(ALICE, new Command.Deploy(app("a", "1", 1)));

    assertThat(lines(deploy.asDryRun())).isEmpty();
    assertThat(lines(deploy)).hasSize(1);
    assertThat(lines(deploy)).isEmpty();
  }

  private String brief(Command command) {
    Line line = told(command);
    return line.kind() + " " + line.fromVersion().orElse(0L) + " -> " + line.toVersion().orElse(0L);
  }

  private Line told(Command command) {
    List<Line> lines = lines(Change.of(ALICE, command));
    assertThat(lines).hasSize(1);
    run.settle(() -> {});
    return lines.get(0);
  }

  private List<Line> lines(Change change) {
    WantedState before = run.state.wantedState();
    return ChangeNarrator.tell(before, change, run.submit(change));
  }
}
