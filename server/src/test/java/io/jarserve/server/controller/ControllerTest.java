package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.deleted;
import static io.jarserve.server.controller.Specs.listing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.Explanation;
import io.jarserve.server.model.InstanceEvent;
import io.jarserve.server.model.InstanceEvent.Kind;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.ProxyStatus;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.plan.ConfigReport;
import io.jarserve.server.plan.NodeReport;
import io.jarserve.server.plan.ReplicaReport;
import io.jarserve.server.plan.ServingPlan;
import io.jarserve.server.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The thread around the reconciler: what it saves, in which order, and what it does when it cannot.
 */
class ControllerTest {

  private static final Actor ALICE = new Actor("alice", Origin.API);

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
  void submit_deploy_isAnsweredWhenSavedAndShown() {
    Outcome outcome = submit(new Command.Deploy(app("a", "1", 2)));

    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    assertThat(recorder.steps).contains("save a");
    assertThat(controller.status().applications()).containsKey("a");
    assertThat(controller.wanted().application("a")).isPresent();
    await().until(() -> running("a"));
  }

  @Test
  void submit_saveFails_isRefusedAndNothingChanges() {
    assertThat(submit(new Command.Deploy(app("a", "1", 1)))).isInstanceOf(Outcome.Accepted.class);
    WantedState before = controller.wanted();
    recorder.trouble = Optional.of("no space left on device");

    Outcome outcome = submit(new Command.Scale("a", "Main", 3));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Outcome.Reason.NOT_SAVED);
              assertThat(refused.message()).contains("no space left on device");
            });
    assertThat(controller.wanted().application("a").map(WantedState.Application::wanted))
        .isEqualTo(before.application("a").map(WantedState.Application::wanted));
  }

  @Test
  void submit_savingThrows_isAnsweredAllTheSame() {
    recorder.failure = Optional.of(new StackOverflowError("too deep"));

    Outcome outcome = submit(new Command.Deploy(app("a", "1", 1)));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.FAILED));
    recorder.failure = Optional.empty();
    assertThat(submit(new Command.Deploy(app("a", "1", 1)))).isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void submit_whatChangesNothing_savesNothing() {
    assertThat(submit(new Command.Deploy(app("a", "1", 1)))).isInstanceOf(Outcome.Accepted.class);
    await().until(() -> running("a"));
    long saves = recorder.steps.stream().filter(step -> step.startsWith("save")).count();

    assertThat(submit(new Command.Deploy(app("a", "1", 1)))).isInstanceOf(Outcome.Accepted.class);

    assertThat(recorder.steps.stream().filter(step -> step.startsWith("save")))
        .hasSize((int) saves);
  }

  @Test
  void submit_someoneHoldsTheAnswerUp_theControllerGoesOn() {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch listening = new CountDownLatch(1);
    recorder.whileSaving = () -> awaitQuietly(listening);
    controller
        .submit(Change.of(ALICE, new Command.Deploy(app("a", "1", 1))))
        .thenAccept(outcome -> awaitQuietly(held));
    listening.countDown();

    controller.listed(listing(app("b", "1", 1)));
    await().until(() -> running("a") && running("b"));
    held.countDown();
  }

  @Test
  void explain_application_hasItsStatusDecisionsAndEvents() {
    assertThat(submit(new Command.Deploy(app("a", "1", 1)))).isInstanceOf(Outcome.Accepted.class);
    await().until(() -> running("a"));

    Explanation explanation = controller.explain("a").orElseThrow();

    assertThat(explanation.status()).isEqualTo(ApplicationStatus.RUNNING);
    assertThat(explanation.decisions()).hasSize(1);
    assertThat(explanation.events())
        .extracting(InstanceEvent::kind)
        .containsExactly(Kind.DEPLOY_STARTED, Kind.COMPLETED);
    assertThat(controller.events().after(0, 10)).isEqualTo(explanation.events());
    assertThat(controller.explain("b")).isEmpty();
  }

  @Test
  void note_justBeforeTheEnd_isTold() {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    controller.events().hear(events -> events.forEach(event -> told.add(event.who())));

    controller.note(Kind.SHUTDOWN_STARTED, Optional.empty(), "alice", "alice asked for the end");
    controller.close();

    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(told).containsExactly("alice"));
  }

  @Test
  void submit_afterTheEnd_isRefused() {
    controller.close();

    assertThat(submit(new Command.Delete("a")))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.STOPPING));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Outcome submit(Command command) {
    return controller
        .submit(Change.of(ALICE, command))
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }

  @Test
  void events_whenTheClockWasSetBackBefore_goOnCounting() {
    long before = Long.MAX_VALUE / 2;
    Controller later = controller(new Controller.Past(WantedState.EMPTY, before), recorder);

    assertThat(later.events().last()).isEqualTo(before);
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
    return controller(new Controller.Past(saved, 0), surroundings);
  }

  private Controller controller(Controller.Past past, Surroundings surroundings) {
    return new Controller(
        past,
        false,
        Comparator.naturalOrder(),
        "t",
        surroundings,
        () ->
            new InstanceFacts(
                new InstanceStatus.ControllerInfo(
                    "node", "serve", "0", "17", 1, 0, "/deploy-dir", false),
                new InstanceStatus.HttpOptions("127.0.0.1", 8000, false),
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
    private volatile Runnable whileSaving = () -> {};
    private volatile Optional<Controller> controller = Optional.empty();

    void runsAtOnceFor(Controller newController) {
      controller = Optional.of(newController);
    }

    @Override
    public Optional<String> save(WantedState wanted) {
      whileSaving.run();
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
