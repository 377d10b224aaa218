package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.WantedState.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells in lines for people what changed between two states. Pure. */
final class Narrator {

  /** One line of the console. */
  record Line(boolean warning, String text) {}

  private final List<Line> lines = new ArrayList<>();

  private Narrator() {}

  static List<Line> tell(ControllerState before, ControllerState after) {
    Narrator narrator = new Narrator();
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
        warn("%s is refused: %s".formatted(refused.file(), refused.reason()));
      }
    }
    if (!after.problem().equals(before.problem())) {
      after.problem().ifPresent(this::warn);
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
      info("%s accepted from %s: %s".formatted(wanted.title(), wanted.file(), how));
    }
  }

  private void errors(AppState before, AppState after) {
    if (!after.lastError().equals(before.lastError())) {
      after
          .lastError()
          .ifPresent(
              error -> warn("%s: a replica failed: %s".formatted(after.name(), error.message())));
    }
    for (Failure failure : after.hard().failed()) {
      if (!before.hard().failed().contains(failure)) {
        String serving =
            after
                .hard()
                .lastGood()
                .map(good -> "; " + good.version() + " keeps serving")
                .orElse("");
        warn(
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
          .ifPresent(reason -> warn("%s cannot be deployed: %s".formatted(after.name(), reason)));
    }
  }

  private void reached(@Nullable AppState before, AppState after) {
    if (after.reached() && (before == null || !before.reached())) {
      ApplicationSpec good = after.hard().lastGood().orElseThrow();
      info("%s is RUNNING: %s".formatted(good.title(), size(good)));
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
    lines.add(new Line(false, text));
  }

  private void warn(String text) {
    lines.add(new Line(true, text));
  }
}
