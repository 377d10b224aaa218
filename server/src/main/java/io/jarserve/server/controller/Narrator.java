package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.WantedState.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells in lines for people what changed between two states. Pure. */
final class Narrator {

  /** What a line is about, as far as it is counted. */
  enum Event {
    UPDATE_STARTED,
    UPDATE_FAILED,
    ROLLED_BACK,
    FILE_REJECTED,
    OTHER
  }

  /** One line of the console. */
  record Line(boolean warning, Event event, String text) {}

  private final List<Line> lines = new ArrayList<>();

  private final Instant now;

  private Narrator(Instant now) {
    this.now = now;
  }

  static List<Line> tell(ControllerState before, ControllerState after, Instant now) {
    Narrator narrator = new Narrator(now);
    narrator.directory(before.listing(), after.listing());
    after.apps().forEach((name, app) -> narrator.application(before.apps().get(name), app));
    for (Map.Entry<String, AppState> app : before.apps().entrySet()) {
      if (!after.apps().containsKey(app.getKey())) {
        narrator.info("%s is undeployed".formatted(app.getKey()));
      }
    }
    return List.copyOf(narrator.lines);
  }

  private void directory(Listing before, Listing after) {
    for (Listing.Rejected refused : after.rejected()) {
      if (!before.rejected().contains(refused)) {
        warn(Event.FILE_REJECTED, "%s is refused: %s".formatted(refused.file(), refused.reason()));
      }
    }
    after.warnings().stream()
        .filter(warning -> !before.warnings().contains(warning))
        .forEach(warning -> warn(Event.OTHER, warning));
    if (!after.problem().equals(before.problem())) {
      after.problem().ifPresent(problem -> warn(Event.OTHER, problem));
      if (after.problem().isEmpty()) {
        info("the deploy directory is fine again");
      }
    }
  }

  private void application(@Nullable AppState before, AppState after) {
    ApplicationSpec wanted = after.hard().wanted();
    if (before == null) {
      info(
          "%s accepted from %s: deploying %s"
              .formatted(wanted.title(), wanted.file(), size(wanted)));
    } else {
      wanted(before, after);
      errors(before, after);
    }
    blocked(before, after);
    reached(before, after);
  }

  private void wanted(AppState before, AppState after) {
    ApplicationSpec wanted = after.hard().wanted();
    if (after.deleting() && !before.deleting()) {
      info("%s: %s was deleted, draining".formatted(wanted.name(), wanted.file()));
    } else if (!wanted.servesLike(before.hard().wanted())) {
      boolean rolls = before.hard().wanted().rollsTo(wanted);
      String how =
          rolls
              ? "updating from " + before.hard().wanted().version()
              : "applying new options in place";
      lines.add(
          new Line(
              false,
              rolls ? Event.UPDATE_STARTED : Event.OTHER,
              "%s accepted from %s: %s".formatted(wanted.title(), wanted.file(), how)));
    }
  }

  private void errors(AppState before, AppState after) {
    if (!after.lastError().equals(before.lastError())) {
      after
          .lastError()
          .ifPresent(
              error ->
                  warn(
                      Event.OTHER,
                      "%s: a replica failed: %s".formatted(after.name(), error.message())));
    }
    for (Failure failure : after.hard().failed()) {
      if (!before.hard().failed().contains(failure)) {
        String serving =
            after
                .hard()
                .lastGood()
                .map(good -> "; " + StatusView.serving(good, failure.spec()) + " keeps serving")
                .orElse("");
        warn(
            after.hard().lastGood().isPresent() ? Event.ROLLED_BACK : Event.UPDATE_FAILED,
            "%s failed and is not tried again until its bytes or options change%s: %s"
                .formatted(failure.spec().title(), serving, failure.reason()));
      }
    }
  }

  private void blocked(@Nullable AppState before, AppState after) {
    Optional<String> earlier = before == null ? Optional.empty() : before.blocked();
    if (!after.blocked().equals(earlier)) {
      after
          .blocked()
          .ifPresent(
              reason ->
                  warn(Event.OTHER, "%s cannot be deployed: %s".formatted(after.name(), reason)));
    }
  }

  private void reached(@Nullable AppState before, AppState after) {
    if (after.reached() && (before == null || !before.reached())) {
      ApplicationSpec good = after.hard().lastGood().orElseThrow();
      double took = Duration.between(after.attempt().since(), now).toMillis() / 1000.0;
      info("%s is RUNNING after %.2f s: %s".formatted(good.title(), took, size(good)));
    }
  }

  private static String size(ApplicationSpec spec) {
    int replicas = spec.deployments().stream().mapToInt(d -> d.options().numReplicas()).sum();
    return counted(spec.deployments().size(), "deployment") + ", " + counted(replicas, "replica");
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private void info(String text) {
    lines.add(new Line(false, Event.OTHER, text));
  }

  private void warn(Event event, String text) {
    lines.add(new Line(true, event, text));
  }
}
