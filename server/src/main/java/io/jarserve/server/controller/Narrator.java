package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.InstanceEvent;
import io.jarserve.server.model.InstanceEvent.Kind;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import io.jarserve.server.model.Provenance;
import io.jarserve.server.model.ServedVersion;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.WantedState.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells in lines for people what changed between two states. Pure. */
final class Narrator {

  /**
   * One line: an event before it has its place in the sequence.
   *
   * @param application that it is about; empty when it is about the instance
   * @param who asked for it, as an event names him; empty when nobody did
   */
  record Line(
      Kind kind,
      boolean warning,
      Optional<String> application,
      String who,
      Optional<Long> fromVersion,
      Optional<Long> toVersion,
      String text) {

    InstanceEvent event(long sequence, Instant at) {
      return new InstanceEvent(
          sequence, at, kind, warning, application, who, fromVersion, toVersion, text);
    }
  }

  private static final String BY_ITSELF = "jarserve";

  private final List<Line> lines = new ArrayList<>();

  private final Instant now;
  private TrafficLog traffic = TrafficLog.EMPTY;

  private Narrator(Instant now) {
    this.now = now;
  }

  static List<Line> tell(ControllerState before, ControllerState after, Instant now) {
    Narrator narrator = new Narrator(now);
    narrator.directory(before.listing(), after.listing());
    narrator.files(before, after);
    narrator.traffic = after.traffic();
    after.apps().forEach((name, app) -> narrator.application(before.apps().get(name), app));
    before.apps().forEach((name, app) -> narrator.gone(app, after.apps().get(name)));
    return List.copyOf(narrator.lines);
  }

  private void directory(Listing before, Listing after) {
    for (Listing.Rejected refused : after.rejected()) {
      if (!before.rejected().contains(refused)) {
        warn(Kind.FILE_REJECTED, "%s is refused: %s".formatted(refused.file(), refused.reason()));
      }
    }
    after.warnings().stream()
        .filter(warning -> !before.warnings().contains(warning))
        .forEach(warning -> warn(Kind.NOTICE, warning));
    if (!after.problem().equals(before.problem())) {
      after.problem().ifPresent(problem -> warn(Kind.NOTICE, problem));
      if (after.problem().isEmpty()) {
        told(Kind.NOTICE, "the deploy directory is fine again");
      }
    }
  }

  /** Files that are good, and are not used because of who owns their application. */
  private void files(ControllerState before, ControllerState after) {
    List<RejectedFile> known = DirectoryView.notOwned(before);
    DirectoryView.notOwned(after).stream()
        .filter(file -> !known.contains(file))
        .map(file -> "%s is not used: %s".formatted(file.file(), file.reason()))
        .forEach(text -> warn(Kind.FILE_REJECTED, text));
  }

  private void gone(AppState before, @Nullable AppState after) {
    if (after == null) {
      about(before, Kind.DELETED, false, "%s is undeployed".formatted(before.name()));
    }
  }

  private void application(@Nullable AppState before, AppState after) {
    ApplicationSpec wanted = after.hard().wanted();
    if (before == null) {
      String text =
          "%s accepted from %s: deploying %s"
              .formatted(wanted.title(), wanted.file(), size(wanted));
      about(after, Kind.DEPLOY_STARTED, false, after.hard().lineage().by().asker(), text);
    } else {
      wanted(before, after);
      errors(before, after);
    }
    blocked(before, after);
    baking(before, after);
    reached(before, after);
  }

  private void wanted(AppState before, AppState after) {
    ApplicationSpec wanted = after.hard().wanted();
    if (after.deleting() && !before.deleting()) {
      String file = before.hard().ofDirectory().file();
      String text = "%s: %s was deleted, draining".formatted(wanted.name(), file);
      about(after, Kind.DELETE_STARTED, false, Provenance.directory(file, now).asker(), text);
    } else if (!wanted.servesLike(before.hard().wanted())) {
      boolean rolls = before.hard().wanted().rollsTo(wanted);
      String how =
          rolls
              ? "updating from " + before.hard().wanted().version()
              : "applying new options in place";
      lines.add(
          new Line(
              rolls ? Kind.UPDATE_STARTED : Kind.OPTIONS_APPLIED,
              false,
              Optional.of(after.name()),
              after.hard().lineage().by().asker(),
              Optional.of(before.hard().lineage().number()),
              Optional.of(after.hard().lineage().number()),
              "%s accepted from %s: %s".formatted(wanted.title(), wanted.file(), how)));
    }
  }

  private void errors(AppState before, AppState after) {
    if (!after.lastError().equals(before.lastError())) {
      after
          .lastError()
          .map(error -> "%s: a replica failed: %s".formatted(after.name(), error.message()))
          .ifPresent(text -> about(after, Kind.REPLICA_FAILED, true, text));
    }
    for (Failure failure : after.hard().failed()) {
      if (!before.hard().failed().contains(failure)) {
        failed(before, after, failure);
      }
    }
  }

  private void failed(AppState before, AppState after, Failure failure) {
    String serving =
        after
            .hard()
            .lastGood()
            .map(good -> "; " + StatusView.serving(good, failure.spec()) + stays(before))
            .orElse("");
    lines.add(
        new Line(
            after.hard().lastGood().isPresent() ? Kind.ROLLED_BACK : Kind.UPDATE_FAILED,
            true,
            Optional.of(after.name()),
            BY_ITSELF,
            Optional.of(after.hard().lineage().number()),
            serving(after),
            "%s failed and is not tried again until its bytes or options change%s: %s"
                .formatted(failure.spec().title(), serving, failure.reason())));
  }

  private static String stays(AppState before) {
    return before.hard().bakingSince().isPresent() ? " comes back" : " keeps serving";
  }

  private static Optional<Long> serving(AppState app) {
    return app.hard().lineage().serving().map(ServedVersion::number);
  }

  private void blocked(@Nullable AppState before, AppState after) {
    Optional<String> earlier = before == null ? Optional.empty() : before.blocked();
    if (!after.blocked().equals(earlier)) {
      after
          .blocked()
          .map(reason -> "%s cannot be deployed: %s".formatted(after.name(), reason))
          .ifPresent(text -> about(after, Kind.BLOCKED, true, text));
    }
  }

  private void baking(@Nullable AppState before, AppState after) {
    ApplicationSpec wanted = after.hard().wanted();
    Optional<WantedState.Application> watched =
        Optional.ofNullable(before)
            .map(AppState::hard)
            .filter(app -> app.bakingSince().isPresent());
    if (after.hard().bakingSince().isPresent() && watched.isEmpty()) {
      String text =
          String.format(
              Locale.ROOT,
              "%s has taken over from %s and is watched for %.1f s",
              wanted.title(),
              new Baking(after.hard(), traffic).goodVersion(),
              Baking.time(wanted).toMillis() / 1000.0);
      about(after, Kind.BAKE_STARTED, false, text);
    } else if (watched.isPresent() && after.hard().isServed()) {
      String seen = new Baking(watched.get(), traffic).summary();
      about(after, Kind.BAKE_PASSED, false, "%s may stay: %s".formatted(wanted.title(), seen));
    }
  }

  private void reached(@Nullable AppState before, AppState after) {
    if (after.reached() && (before == null || !before.reached())) {
      ApplicationSpec good = after.hard().lastGood().orElseThrow();
      double took = Duration.between(after.attempt().since(), now).toMillis() / 1000.0;
      String text =
          String.format(
              Locale.ROOT, "%s is RUNNING after %.2f s: %s", good.title(), took, size(good));
      about(after, Kind.COMPLETED, false, text);
    }
  }

  private static String size(ApplicationSpec spec) {
    int replicas = spec.deployments().stream().mapToInt(d -> d.options().numReplicas()).sum();
    return counted(spec.deployments().size(), "deployment") + ", " + counted(replicas, "replica");
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private void about(AppState app, Kind kind, boolean warning, String text) {
    about(app, kind, warning, "", text);
  }

  private void about(AppState app, Kind kind, boolean warning, String who, String text) {
    boolean stays = kind != Kind.DELETE_STARTED && kind != Kind.DELETED;
    Optional<Long> number = Optional.of(app.hard().lineage().number());
    lines.add(
        new Line(
            kind,
            warning,
            Optional.of(app.name()),
            who,
            stays ? Optional.empty() : number,
            stays ? number : Optional.empty(),
            text));
  }

  private void told(Kind kind, String text) {
    lines.add(
        new Line(kind, false, Optional.empty(), "", Optional.empty(), Optional.empty(), text));
  }

  private void warn(Kind kind, String text) {
    lines.add(new Line(kind, true, Optional.empty(), "", Optional.empty(), Optional.empty(), text));
  }
}
