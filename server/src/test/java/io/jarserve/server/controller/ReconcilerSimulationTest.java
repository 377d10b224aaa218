package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.deleted;
import static io.jarserve.server.controller.Specs.deployment;
import static io.jarserve.server.controller.Specs.listing;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.controller.SimulatedNode.Behaviour;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.plan.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Safety (never) and liveness (in the end) over thousands of random schedules. */
class ReconcilerSimulationTest {

  /** Per property; {@code -Djarserve.schedules=5000} for a long run. */
  private static final int SCHEDULES = Integer.getInteger("jarserve.schedules", 500);

  @Test
  void rolling_healthyVersions_neverFewerReadyThanWanted() {
    forEachSeed(
        seed -> {
          Simulation run = new Simulation(seed);
          int replicas = 1 + run.random.nextInt(6);
          run.list(listing(app("a", "1", replicas)));
          run.settle(() -> {});
          assertThat(run.node.ready().count()).isEqualTo(replicas);
          for (int version = 2; version < 4; version++) {
            run.list(listing(app("a", Integer.toString(version), replicas)));
            for (int i = run.random.nextInt(30); i > 0; i--) {
              run.step();
              assertReadyAtLeast(run, replicas);
            }
          }
          run.settle(() -> assertReadyAtLeast(run, replicas));
          assertServes(run, app("a", "3", replicas));
        });
  }

  @Test
  void rolling_healthyVersions_neverMoreThanSurgeAboveWanted() {
    forEachSeed(
        seed -> {
          Simulation run = new Simulation(seed);
          int replicas = 1 + run.random.nextInt(12);
          run.list(listing(app("a", "1", replicas)));
          run.settle(() -> {});
          run.list(listing(app("a", "2", replicas)));
          run.settle(
              () ->
                  assertThat(run.plan.assignments())
                      .hasSizeLessThanOrEqualTo(replicas + Rollout.surge(replicas)));
          assertServes(run, app("a", "2", replicas));
        });
  }

  @Test
  void recreate_anyVersions_neverTwoAtOnce() {
    forEachSeed(
        seed -> {
          Simulation run = new Simulation(seed);
          int replicas = 1 + run.random.nextInt(3);
          for (int version = 1; version < 5; version++) {
            ApplicationSpec spec = recreated(version, replicas);
            boolean good = version == 1 || version == 4 || run.random.nextBoolean();
            run.node.behave(spec.digest(), good ? Behaviour.GOOD : Behaviour.BAD);
            run.list(listing(spec));
            for (int i = run.random.nextInt(60); i > 0; i--) {
              run.step();
              assertOneVersion(run);
            }
          }
          run.settle(() -> assertOneVersion(run));
          assertServes(run, recreated(4, replicas));
        });
  }

  @Test
  void update_newVersionNeverStarts_oldServesAtFullCapacityAllTheTime() {
    forEachSeed(
        seed -> {
          Simulation run = new Simulation(seed);
          int replicas = 1 + run.random.nextInt(4);
          ApplicationSpec good = app("a", "1", replicas);
          ApplicationSpec bad = app("a", "2", replicas);
          int goodStarts = run.random.nextInt(replicas);
          run.node.behave(bad.digest(), failsAfter(goodStarts));
          run.list(listing(good));
          run.settle(() -> {});
          run.list(listing(bad));
          run.settle(() -> assertReadyAtLeast(run, replicas));
          assertServes(run, good);
          AppState app = run.state.apps().get("a");
          assertThat(app.hard().failureOf(bad)).isPresent();
          assertThat(app.hard().lastGood()).contains(good);
        });
  }

  @Test
  void deploy_startFailsTwice_runsInTheEnd() {
    forEachSeed(
        seed -> {
          Simulation run = new Simulation(seed);
          ApplicationSpec flaky = app("a", "1", 1);
          run.node.behave(flaky.digest(), new Behaviour(List.of(false, false, true)));
          run.list(listing(flaky));
          run.settle(() -> {});
          assertServes(run, flaky);
        });
  }

  @Test
  void running_replicasFailAtRandom_areReplaced() {
    forEachSeed(
        seed -> {
          Simulation run = new Simulation(seed);
          ApplicationSpec spec = app("a", "1", deployment("X", 3), deployment("Y", 2));
          run.list(listing(spec));
          run.settle(() -> {});
          for (int i = 0; i < 10; i++) {
            run.node.sicken(assignment -> run.random.nextBoolean());
            run.step();
          }
          run.settle(() -> {});
          assertServes(run, spec);
          assertThat(run.state.apps().get("a").hard().failed()).isEmpty();
        });
  }

  @Test
  void anything_crashesAtRandomMoments_lastGoodOrNewerServesInTheEnd() {
    forEachSeed(
        seed -> {
          Simulation run = new Simulation(seed);
          ApplicationSpec good = app("a", "1", 2);
          ApplicationSpec bad = app("a", "2", 2);
          ApplicationSpec better = app("a", "3", 2);
          run.node.behave(bad.digest(), failsAfter(run.random.nextInt(2)));
          run.list(listing(good));
          run.settle(() -> {});
          for (ApplicationSpec next : List.of(bad, better)) {
            run.list(listing(next));
            for (int i = run.random.nextInt(40); i > 0; i--) {
              run.step();
            }
            run.crash();
            if (next.equals(bad)) {
              run.settle(() -> {});
              assertServes(run, good);
            }
          }
          run.settle(() -> {});
          assertServes(run, better);
        });
  }

  @Test
  void directory_randomDropsAndDeletions_endsWithHighestThatWorks() {
    forEachSeed(
        seed -> {
          Simulation run = new Simulation(seed);
          Listing listing = Listing.EMPTY;
          for (int i = 0; i < 6; i++) {
            listing = randomListing(run);
            run.list(listing);
            for (int j = run.random.nextInt(40); j > 0; j--) {
              run.step();
            }
          }
          run.settle(() -> {});
          List<ApplicationSpec> there =
              listing.accepted().stream().map(Listing.Accepted::spec).toList();
          if (there.isEmpty()) {
            assertThat(run.state.apps()).isEmpty();
            assertThat(run.node.existing()).isEmpty();
          } else {
            assertServes(run, there.get(there.size() - 1));
          }
        });
  }

  @Test
  void recreate_replicasFailAtRandom_replacementWaitsUntilTheyAreGone() {
    forEachSeed(
        seed -> {
          Simulation run = new Simulation(seed);
          ApplicationSpec spec = recreated(1, 1);
          run.list(listing(spec));
          run.settle(() -> {});
          for (int i = 0; i < 5; i++) {
            run.node.sicken(assignment -> true);
            run.settle(() -> assertThat(run.node.existing()).hasSizeLessThanOrEqualTo(1));
          }
          assertServes(run, spec);
        });
  }

  @Test
  void deploy_manyReplicasOfWhichSomeFailToStart_runsInTheEnd() {
    forEachSeed(
        seed -> {
          Simulation run = new Simulation(seed);
          ApplicationSpec flaky = app("a", "1", 1 + run.random.nextInt(10));
          List<Boolean> script = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            script.addAll(run.random.nextBoolean() ? List.of(false, true) : List.of(true));
          }
          script.add(true);
          run.node.behave(flaky.digest(), new Behaviour(script));
          run.list(listing(flaky));
          run.settle(() -> {});
          assertServes(run, flaky);
        });
  }

  @Test
  void twoApplications_optionsAndVersionsAndCrashes_eachKeepsItsRouteAndLastAcceptedConfig() {
    forEachSeed(
        seed -> {
          Simulation run = new Simulation(seed);
          run.node.refuse(Map.of("level", 13));
          run.list(listing(routed("a", 1, "/a", 1), routed("b", 1, "/b", 1)));
          run.settle(() -> {});
          for (int i = 0; i < 6; i++) {
            run.list(listing(changed(run, "a", "/b"), changed(run, "b", "/a")));
            for (int steps = run.random.nextInt(40); steps > 0; steps--) {
              run.step();
              assertRoutesAreApart(run);
            }
            if (run.random.nextInt(3) == 0) {
              run.crash();
            }
          }
          run.list(listing(routed("a", 9, "/a", 9), routed("b", 9, "/b", 9)));
          run.settle(() -> assertRoutesAreApart(run));
          assertServes(run, routed("a", 9, "/a", 9), routed("b", 9, "/b", 9));
        });
  }

  /** Another version, a user config that may be refused, or the route of the other application. */
  private static ApplicationSpec changed(Simulation run, String name, String takenRoute) {
    String route = run.random.nextInt(4) == 0 ? takenRoute : "/" + name;
    int level = run.random.nextInt(3) == 0 ? 13 : run.random.nextInt(5);
    return routed(name, 1 + run.random.nextInt(3), route, level);
  }

  private static ApplicationSpec routed(String name, int version, String route, int level) {
    Map<OptionKey, Object> options =
        Map.of(
            OptionKey.NUM_REPLICAS,
            2,
            OptionKey.ROUTE_PREFIX,
            route,
            OptionKey.USER_CONFIG,
            Map.of("level", level));
    return app(name, Integer.toString(version), deployment("Main", options));
  }

  private static void assertRoutesAreApart(Simulation run) {
    assertThat(run.plan.routes().getOrDefault("/a", new DeploymentId("a", "Main")))
        .isEqualTo(new DeploymentId("a", "Main"));
    assertThat(run.plan.routes().getOrDefault("/b", new DeploymentId("b", "Main")))
        .isEqualTo(new DeploymentId("b", "Main"));
  }

  private static Listing randomListing(Simulation run) {
    ApplicationSpec one = Specs.inFile(app("a", "1", 1 + run.random.nextInt(3)), "one.jar");
    ApplicationSpec two = Specs.inFile(app("a", "2", 1 + run.random.nextInt(3)), "two.jar");
    return switch (run.random.nextInt(4)) {
      case 0 -> listing(one, two);
      case 1 -> deleted(listing(one), "two.jar");
      case 2 -> deleted(listing(two), "one.jar");
      default -> deleted(listing(), "one.jar", "two.jar");
    };
  }

  private static ApplicationSpec recreated(int version, int replicas) {
    return app(
        "a",
        Integer.toString(version),
        deployment(
            "Main",
            Map.of(OptionKey.NUM_REPLICAS, replicas, OptionKey.UPDATE_STRATEGY, "recreate")));
  }

  private static Behaviour failsAfter(int goodStarts) {
    List<Boolean> script = new ArrayList<>();
    for (int i = 0; i < goodStarts; i++) {
      script.add(true);
    }
    script.add(false);
    return new Behaviour(script);
  }

  private static void assertReadyAtLeast(Simulation run, int replicas) {
    assertThat(run.node.ready().count()).isGreaterThanOrEqualTo(replicas);
  }

  private static void assertOneVersion(Simulation run) {
    assertThat(run.node.existing().map(assignment -> assignment.version()).distinct())
        .hasSizeLessThanOrEqualTo(1);
  }

  private static void assertServes(Simulation run, ApplicationSpec... specs) {
    int replicas = 0;
    for (ApplicationSpec spec : specs) {
      AppState app = run.state.apps().get(spec.name());
      assertThat(app.hard().lastGood()).contains(spec);
      assertThat(app.reached()).isTrue();
      for (DeploymentSpec deployment : spec.deployments()) {
        assertThat(run.node.ready().filter(a -> serves(a, spec, deployment)))
            .hasSize(deployment.options().numReplicas());
        replicas += deployment.options().numReplicas();
      }
    }
    assertThat(run.node.existing()).hasSize(replicas);
  }

  private static boolean serves(
      Assignment assignment, ApplicationSpec spec, DeploymentSpec deployment) {
    return assignment.id().application().equals(spec.name())
        && assignment.digest().equals(spec.digest())
        && assignment.deployment().equals(deployment);
  }

  private static void forEachSeed(LongConsumer schedule) {
    LongStream.range(0, SCHEDULES)
        .forEach(
            seed -> {
              try {
                schedule.accept(seed);
              } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("schedule with seed " + seed + ": " + e.getMessage(), e);
              }
            });
  }
}
