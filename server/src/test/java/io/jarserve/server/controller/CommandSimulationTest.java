package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.listing;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.controller.SimulatedNode.Behaviour;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Lineage;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.ServedVersion;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Effect;
import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.model.change.Outcome.Accepted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Commands, dry runs, listings, crashes and full disks in random order: every acknowledged change
 * survives, nothing else happens, and every application is at a version that was once complete or
 * is being deployed.
 */
class CommandSimulationTest {

  /** {@code -Djarserve.schedules=5000} for a long run. */
  private static final int SCHEDULES = Integer.getInteger("jarserve.schedules", 300);

  private static final Actor ALICE = new Actor("alice", Origin.API);

  @Test
  void anyCommandsAndCrashes_acknowledgedChangesSurviveAndCompleteVersionsServe() {
    LongStream.range(0, SCHEDULES)
        .forEach(
            seed -> {
              try {
                new Schedule(seed).play();
              } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("schedule with seed " + seed + ": " + e.getMessage(), e);
              }
            });
  }

  /** One random history; {@code a} and {@code b} are the API's, {@code d} is the directory's. */
  private static final class Schedule {

    private final Simulation run;
    private final Map<String, Effect> acknowledged = new HashMap<>();
    private final Set<ApplicationSpec> complete = new HashSet<>();
    private final Set<ApplicationSpec> bad = new HashSet<>();

    Schedule(long seed) {
      run = new Simulation(seed);
      for (int version = 1; version <= 4; version++) {
        for (String name : List.of("a", "b", "d")) {
          if (run.random.nextInt(4) == 0) {
            ApplicationSpec spec = app(name, Integer.toString(version), 1);
            bad.add(spec);
            run.node.behave(spec.digest(), Behaviour.BAD);
          }
        }
      }
    }

    void play() {
      for (int i = 0; i < 12; i++) {
        run.diskFull = run.random.nextInt(6) == 0;
        switch (run.random.nextInt(8)) {
          case 0 -> run.crash();
          case 1 -> run.list(listing(spec("d")));
          default -> change();
        }
        for (int steps = run.random.nextInt(40); steps > 0; steps--) {
          run.step();
          check();
        }
      }
      run.diskFull = false;
      run.settle(this::check);
      run.state.apps().values().forEach(this::assertAtItsEnd);
    }

    private void change() {
      ControllerState before = run.state;
      Change change = randomChange();
      Outcome dry = run.submit(change.asDryRun());
      assertThat(run.state).isSameAs(before);

      Outcome outcome = run.submit(change);

      if (outcome instanceof Accepted accepted) {
        assertThat(((Accepted) dry).effects()).isEqualTo(accepted.effects());
        accepted.effects().forEach(effect -> acknowledged.put(effect.application(), effect));
      } else {
        assertThat(run.state).isSameAs(before);
        assertThat(run.diskFull || dry.equals(outcome)).isTrue();
      }
    }

    private Change randomChange() {
      List<Command> commands = new ArrayList<>();
      for (int i = run.random.nextInt(5) == 0 ? 2 : 1; i > 0; i--) {
        commands.add(randomCommand(run.random.nextInt(4) == 0 ? "d" : i == 1 ? "a" : "b"));
      }
      Optional<String> ifMatch =
          run.random.nextInt(6) == 0 ? Optional.of("an old etag") : Optional.empty();
      return new Change(commands, ALICE, ifMatch, false);
    }

    private Command randomCommand(String name) {
      return switch (run.random.nextInt(8)) {
        case 0 -> new Command.Delete(name);
        case 1 -> new Command.Rollback(name, Optional.empty());
        case 2 -> new Command.Rollback(name, Optional.of(1L + run.random.nextInt(6)));
        case 3 -> new Command.Restart(name, Optional.empty());
        case 4 -> new Command.Scale(name, "Main", 1 + run.random.nextInt(3));
        default -> new Command.Deploy(spec(name));
      };
    }

    private ApplicationSpec spec(String name) {
      return app(name, Integer.toString(1 + run.random.nextInt(4)), 1);
    }

    private void check() {
      run.state.apps().values().stream()
          .filter(app -> !app.deleting())
          .map(AppState::hard)
          .forEach(this::noteComplete);
      WantedState saved = run.state.wantedState();
      acknowledged.forEach((name, effect) -> assertHolds(saved.application(name), effect));
      saved.applications().forEach(this::assertHistoryIsTrue);
    }

    private void noteComplete(WantedState.Application app) {
      long ready =
          run.node
              .ready()
              .filter(replica -> replica.digest().equals(app.wanted().digest()))
              .count();
      if (ready >= app.wanted().deployments().get(0).options().numReplicas()) {
        complete.add(app.wanted());
      }
    }

    /**
     * The directory may want its own application otherwise; nobody else changes those of others.
     */
    private void assertHolds(Optional<WantedState.Application> saved, Effect effect) {
      if (!effect.application().equals("d") || isOfApi(saved)) {
        assertThat(saved.map(WantedState.Application::etag)).isEqualTo(effect.etag());
      }
    }

    private static boolean isOfApi(Optional<WantedState.Application> saved) {
      return saved.map(app -> app.lineage().owner().equals(Origin.API)).orElse(false);
    }

    private void assertHistoryIsTrue(WantedState.Application app) {
      Lineage lineage = app.lineage();
      assertThat(lineage.history()).hasSizeLessThanOrEqualTo(Lineage.KEPT);
      assertThat(lineage.history()).extracting(ServedVersion::spec).allMatch(complete::contains);
      assertThat(lineage.history())
          .extracting(ServedVersion::number)
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(lineage.serving().map(ServedVersion::spec)).isEqualTo(app.lastGood());
    }

    /** What is wanted serves, or what served before because that is known to fail. */
    private void assertAtItsEnd(AppState app) {
      WantedState.Application hard = app.hard();
      boolean works = bad.stream().noneMatch(spec -> spec.digest().equals(hard.wanted().digest()));
      Optional<ApplicationSpec> expected = works ? Optional.of(hard.wanted()) : hard.lastGood();
      assertThat(app.deleting()).isFalse();
      assertThat(hard.failureOf(hard.wanted()).isPresent()).isEqualTo(!works);
      long ready = run.node.ready().filter(r -> r.id().application().equals(app.name())).count();
      assertThat(run.node.ready().filter(r -> r.id().application().equals(app.name())))
          .allMatch(r -> r.digest().equals(expected.orElseThrow().digest()));
      assertThat(ready)
          .isEqualTo(
              expected
                  .map(spec -> (long) spec.deployments().get(0).options().numReplicas())
                  .orElse(0L));
    }
  }
}
