package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.accepted;
import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.InstanceEvent.Kind;
import io.jarserve.server.model.InstanceStatus.LastError;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.plan.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every kind of line that the console shows, and that nothing is told twice. */
class NarratorTest {

  private static final Instant NOW = Instant.EPOCH.plusSeconds(100);
  private static final ApplicationSpec ONE = app("shop", "1.0", 2);
  private static final ApplicationSpec TWO = app("shop", "2.0", 2);
  private static final Listing.Rejected TORN =
      new Listing.Rejected(
          "x.jar", Optional.empty(), Optional.empty(), "it is torn; copy it once more");

  private final ControllerState nothing = ControllerState.restored(WantedState.EMPTY, false);

  @Test
  void file_refused_isAWarningWithReasonAndRemedy() {
    ControllerState refused = nothing.with(listing(List.of(TORN), Optional.empty(), List.of()));

    assertThat(lines(nothing, refused))
        .containsExactly(
            line(true, Kind.FILE_REJECTED, "x.jar is refused: it is torn; copy it once more"));
    assertThat(lines(refused, refused)).isEmpty();
    assertThat(lines(refused, nothing)).isEmpty();
  }

  @Test
  void file_warnedOf_isAWarning() {
    String warning = "shop.yml changes nothing; rename it to shop.yaml";
    ControllerState warned = nothing.with(listing(List.of(), Optional.empty(), List.of(warning)));

    assertThat(lines(nothing, warned)).containsExactly(line(true, Kind.NOTICE, warning));
    assertThat(lines(warned, warned)).isEmpty();
  }

  @Test
  void directory_inTroubleAndFineAgain_isToldBothTimes() {
    String problem = "the deploy directory is gone; mount it again";
    ControllerState trouble = nothing.with(listing(List.of(), Optional.of(problem), List.of()));

    assertThat(lines(nothing, trouble)).containsExactly(line(true, Kind.NOTICE, problem));
    assertThat(lines(trouble, nothing)).containsExactly(info("the deploy directory is fine again"));
  }

  @Test
  void application_accepted_saysFromWhereAndHowMuch() {
    assertThat(lines(nothing, with(accepted(ONE))))
        .containsExactly(
            line(
                false,
                Kind.DEPLOY_STARTED,
                ONE.title() + " accepted from shop.jar: deploying 1 deployment, 2 replicas"));
  }

  @Test
  void application_whatAsked_isTheDirectoryWithTheFile() {
    ControllerState one = with(accepted(ONE));

    assertThat(whos(nothing, one)).containsExactly("directory: shop.jar");
    assertThat(whos(one, with(accepted(TWO)))).containsExactly("directory: shop.jar");
    assertThat(whos(one, with(accepted(ONE).withDeleting())))
        .containsExactly("directory: shop.jar");
  }

  private static List<String> whos(ControllerState before, ControllerState after) {
    return Narrator.tell(before, after, NOW).stream().map(Narrator.Line::who).toList();
  }

  @Test
  void application_newVersion_isAnUpdate() {
    assertThat(lines(with(accepted(ONE)), with(accepted(TWO))))
        .containsExactly(
            line(
                false,
                Kind.UPDATE_STARTED,
                TWO.title() + " accepted from shop.jar: updating from 1.0"));
  }

  @Test
  void application_newOptions_areAppliedInPlace() {
    assertThat(lines(with(accepted(ONE)), with(accepted(app("shop", "1.0", 3)))))
        .containsExactly(
            line(
                false,
                Kind.OPTIONS_APPLIED,
                ONE.title() + " accepted from shop.jar: applying new options in place"));
  }

  @Test
  void application_newOptionsThatRoll_areAnUpdate() {
    ApplicationSpec rolled =
        app(
            "shop",
            "1.0",
            deployment("Main", Map.of(OptionKey.NUM_REPLICAS, 2, OptionKey.NON_BLOCKING, true)));

    assertThat(lines(with(accepted(ONE)), with(accepted(rolled))))
        .extracting(Told::kind)
        .containsExactly(Kind.UPDATE_STARTED);
  }

  @Test
  void application_deletedAndGone_isToldInTwoSteps() {
    ControllerState deleting = with(accepted(ONE).withDeleting());

    assertThat(lines(with(accepted(ONE)), deleting))
        .containsExactly(line(false, Kind.DELETE_STARTED, "shop: shop.jar was deleted, draining"));
    assertThat(lines(deleting, nothing))
        .containsExactly(line(false, Kind.DELETED, "shop is undeployed"));
  }

  @Test
  void replica_failed_isAWarningWithTheCause() {
    AppState sick = changed(ONE, false, Optional.of(new LastError("start threw: no disk", 1)));

    assertThat(lines(with(accepted(ONE)), with(sick)))
        .containsExactly(
            line(true, Kind.REPLICA_FAILED, "shop: a replica failed: start threw: no disk"));
    assertThat(lines(with(sick), with(sick))).isEmpty();
  }

  @Test
  void version_failedAtFirst_saysWhenItIsTriedAgain() {
    AppState failed = accepted(ONE).withHard(hard(ONE, Optional.empty(), ONE));

    assertThat(lines(with(accepted(ONE)), with(failed)))
        .containsExactly(
            line(
                true,
                Kind.UPDATE_FAILED,
                ONE.title()
                    + " failed and is not tried again until its bytes or options change: no licence"));
  }

  @Test
  void version_failedAfterAGoodOne_saysWhoKeepsServing() {
    AppState updating = accepted(TWO).withHard(hard(TWO, Optional.of(ONE)));
    AppState failed = accepted(TWO).withHard(hard(TWO, Optional.of(ONE), TWO));

    assertThat(lines(with(updating), with(failed)))
        .containsExactly(
            line(
                true,
                Kind.ROLLED_BACK,
                TWO.title()
                    + " failed and is not tried again until its bytes or options change; 1.0 keeps serving: no licence"));
  }

  @Test
  void application_blocked_isAWarningWithTheRemedy() {
    String reason = "route prefix '/' is taken by 'other'; set another route_prefix in shop.yaml";
    AppState blocked = accepted(ONE).withBlocked(Optional.of(reason));

    assertThat(lines(nothing, with(blocked)))
        .contains(line(true, Kind.BLOCKED, "shop cannot be deployed: " + reason));
    assertThat(lines(with(blocked), with(blocked))).isEmpty();
  }

  @Test
  void application_running_saysHowLongItTook() {
    AppState reached = changed(ONE, true, Optional.empty()).withHard(hard(ONE, Optional.of(ONE)));

    assertThat(lines(with(accepted(ONE)), with(reached)))
        .containsExactly(
            line(
                false,
                Kind.COMPLETED,
                ONE.title() + " is RUNNING after 2.50 s: 1 deployment, 2 replicas"));
  }

  /** A line without what other tests look at. */
  private record Told(boolean warning, Kind kind, String text) {}

  private static List<Told> lines(ControllerState before, ControllerState after) {
    return Narrator.tell(before, after, NOW).stream()
        .map(line -> new Told(line.warning(), line.kind(), line.text()))
        .toList();
  }

  private static Told info(String text) {
    return line(false, Kind.NOTICE, text);
  }

  private static Told line(boolean warning, Kind kind, String text) {
    return new Told(warning, kind, text);
  }

  private static ControllerState with(AppState app) {
    return new ControllerState(
        Map.of(app.name(), app), Listing.EMPTY, NodeReport.EMPTY, 1, TrafficLog.EMPTY, false);
  }

  private static Listing listing(
      List<Listing.Rejected> rejected, Optional<String> problem, List<String> warnings) {
    return new Listing(List.of(), rejected, Set.of(), problem, warnings);
  }

  private static WantedState.Application hard(
      ApplicationSpec wanted, Optional<ApplicationSpec> lastGood, ApplicationSpec... failed) {
    List<WantedState.Failure> failures =
        List.of(failed).stream()
            .map(spec -> new WantedState.Failure(spec, "no licence", NOW))
            .toList();
    return new WantedState.Application(wanted, lastGood, failures, Optional.empty());
  }

  private static AppState changed(
      ApplicationSpec spec, boolean reached, Optional<LastError> lastError) {
    Instant since = NOW.minus(Duration.ofMillis(2500));
    AppState fresh = accepted(spec);
    return new AppState(
        fresh.hard(),
        fresh.replicas(),
        AppState.Attempt.begun(Optional.of(spec), since),
        fresh.backoffs(),
        fresh.restoring(),
        reached,
        fresh.deleting(),
        fresh.blocked(),
        lastError,
        fresh.superseded());
  }
}
