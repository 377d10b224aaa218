package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.deleted;
import static io.jarserve.server.controller.Specs.listing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.ProxyStatus;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.plan.ConfigReport;
import io.jarserve.server.plan.NodeReport;
import io.jarserve.server.plan.ReplicaReport;
import io.jarserve.server.plan.ServingPlan;
import io.jarserve.server.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The thread around the reconciler: what it saves, in which order, and what it does when it cannot.
 */
class ControllerTest {

  private final Meters meters = new Meters();
  private final Recorder recorder = new Recorder();
  private final Controller controller = controller(WantedState.EMPTY, recorder);

  @BeforeEach
  void start() {
    recorder.runsAtOnceFor(controller);
    controller.start();
  }

  @AfterEach
  void stop() {
    controller.close();
    meters.close();
  }

  @Test
  void listed_newApplication_isSavedBeforeThePlanIsKnown() {
    controller.listed(listing(app("a", "1", 2)));
    await().until(() -> running("a"));
    assertThat(recorder.steps.indexOf("save a")).isLessThan(recorder.steps.indexOf("plan 2"));
    assertThat(recorder.steps.get(0)).isEqualTo("save a");
  }

  @Test
  void listed_deletion_isForgottenOnlyAfterItWasSaved() {
    Listing there = listing(app("a", "1", 1));
    controller.listed(there);
    await().until(() -> running("a"));
    controller.listed(deleted(Listing.EMPTY, "a.jar"));
    await().until(() -> recorder.steps.contains("forget [a.jar]"));
    assertThat(recorder.steps.lastIndexOf("save "))
        .isPositive()
        .isLessThan(recorder.steps.indexOf("forget [a.jar]"));
  }

  @Test
  void save_fails_nothingNewIsDeployedAndTheStatusSaysWhy() {
    controller.listed(listing(app("a", "1", 1)));
    await().until(() -> running("a"));
    recorder.trouble = Optional.of("no space left on device");
    controller.listed(listing(app("a", "1", 1), app("b", "1", 1)));
    await().until(() -> controller.status().messages().contains("no space left on device"));
    assertThat(controller.status().applications()).containsOnlyKeys("a");
    assertThat(running("a")).isTrue();

    recorder.trouble = Optional.empty();
    await().until(() -> running("b"));
    assertThat(controller.status().messages()).isEmpty();
  }

  @Test
  void decision_throwsAnError_isSaidAndTriedAgain() {
    recorder.failure = Optional.of(new StackOverflowError("too deep"));
    controller.listed(listing(app("a", "1", 1)));
    await().until(() -> controller.status().messages().toString().contains("too deep"));
    assertThat(controller.status().applications()).isEmpty();

    recorder.failure = Optional.empty();
    await().until(() -> running("a"));
    assertThat(controller.status().messages()).isEmpty();
  }

  @Test
  void firstDecision_throwsAnError_isTriedAgain() {
    Recorder other = new Recorder();
    other.failure = Optional.of(new StackOverflowError("too deep"));
    WantedState.Application saved =
        new WantedState.Application(
            app("a", "1", 1), Optional.of(app("a", "1", 1)), List.of(), Optional.empty());
    try (Controller second = controller(new WantedState(List.of(saved)), other)) {
      other.runsAtOnceFor(second);
      second.start();
      await().until(() -> second.status().messages().toString().contains("too deep"));

      other.failure = Optional.empty();
      await().until(() -> running(second, "a"));
    }
  }

  @Test
  void rejectedFiles_areMarked_untilTheyAreGone() {
    Listing.Rejected refused =
        new Listing.Rejected("x.jar", Optional.empty(), Optional.empty(), "it is torn");
    controller.listed(new Listing(List.of(), List.of(refused), Set.of(), Optional.empty()));
    await().until(() -> recorder.steps.contains("mark {x.jar=it is torn}"));
    controller.listed(Listing.EMPTY);
    await().until(() -> recorder.steps.contains("mark {}"));
  }

  private Controller controller(WantedState saved, Surroundings surroundings) {
    return new Controller(
        saved,
        Comparator.naturalOrder(),
        "t",
        surroundings,
        () ->
            new InstanceFacts(
                new InstanceStatus.ControllerInfo("node", "serve", "0", "17", 1, 0, "/deploy-dir"),
                new InstanceStatus.HttpOptions("127.0.0.1", 8000),
                new InstanceStatus.ProxyView("node", "127.0.0.1", ProxyStatus.HEALTHY, null)),
        meters,
        Time.SYSTEM);
  }

  private boolean running(String name) {
    return running(controller, name);
  }

  private static boolean running(Controller controller, String name) {
    return Optional.ofNullable(controller.status().applications().get(name))
        .map(app -> app.status().name().equals("RUNNING"))
        .orElse(false);
  }

  /** Notes what the controller does, and reports every replica as running at once. */
  private static final class Recorder implements Surroundings {
    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    private volatile Optional<String> trouble = Optional.empty();
    private volatile Optional<Error> failure = Optional.empty();
    private volatile Optional<Controller> controller = Optional.empty();

    void runsAtOnceFor(Controller newController) {
      controller = Optional.of(newController);
    }

    @Override
    public Optional<String> save(WantedState wanted) {
      fail();
      if (trouble.isEmpty()) {
        steps.add(
            wanted.applications().stream()
                .map(app -> app.wanted().name())
                .collect(Collectors.joining(" ", "save ", "")));
      }
      return trouble;
    }

    private void fail() {
      failure.ifPresent(
          error -> {
            throw error;
          });
    }

    @Override
    public void follow(ServingPlan plan) {
      fail();
      steps.add("plan " + plan.assignments().size());
      Map<ReplicaId, ReplicaReport> reports = new ConcurrentHashMap<>();
      plan.assignments()
          .keySet()
          .forEach(
              id ->
                  reports.put(
                      id,
                      new ReplicaReport(
                          id,
                          ReplicaState.RUNNING,
                          true,
                          Instant.EPOCH,
                          "",
                          false,
                          ConfigReport.NONE)));
      controller.ifPresent(c -> c.reported(new NodeReport(plan.number(), reports, List.of())));
    }

    @Override
    public void forget(Set<String> deletedFiles) {
      steps.add("forget " + deletedFiles);
    }

    @Override
    public void mark(Map<String, String> reasonByFile) {
      steps.add("mark " + reasonByFile);
    }
  }
}
