package io.jarserve.server.controller;

import io.jarserve.server.controller.Narrator.Line;
import io.jarserve.server.model.InstanceEvent.Kind;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Effect;
import io.jarserve.server.model.change.Effect.Action;
import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.model.change.Outcome.Accepted;
import io.jarserve.server.model.change.Outcome.Refused;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells in lines for people what somebody asked for, and what became of it. Pure. */
final class ChangeNarrator {

  private final WantedState before;
  private final Change change;

  private ChangeNarrator(WantedState before, Change change) {
    this.before = before;
    this.change = change;
  }

  /** Nothing is told of dry runs, and of what changes nothing. */
  static List<Line> tell(WantedState before, Change change, Outcome outcome) {
    ChangeNarrator narrator = new ChangeNarrator(before, change);
    if (change.dryRun()) {
      return List.of();
    }
    if (outcome instanceof Accepted accepted) {
      return accepted.effects().stream()
          .filter(effect -> effect.kind() != Effect.Kind.UNCHANGED)
          .map(narrator::line)
          .toList();
    }
    return List.of(narrator.refused((Refused) outcome));
  }

  private Line refused(Refused refused) {
    String text =
        "%s asked for %s and is refused: %s".formatted(who(), change.title(), refused.message());
    Optional<String> application =
        refused
            .application()
            .or(
                () ->
                    change.applications().stream()
                        .filter(a -> change.applications().size() == 1)
                        .findFirst());
    return new Line(
        Kind.CHANGE_REFUSED,
        true,
        application,
        change.actor().who(),
        application.flatMap(this::number),
        Optional.empty(),
        text);
  }

  private Line line(Effect effect) {
    return new Line(
        kind(effect),
        false,
        Optional.of(effect.application()),
        change.actor().who(),
        number(effect.application()),
        effect.version(),
        text(effect));
  }

  private Optional<Long> number(String application) {
    return before.application(application).map(app -> app.lineage().number());
  }

  private Kind kind(Effect effect) {
    return switch (effect.kind()) {
      case CREATED -> Kind.DEPLOY_STARTED;
      case RESTARTED -> Kind.RESTART_STARTED;
      case DELETED -> Kind.DELETE_STARTED;
      case UPDATED -> updated(effect);
      case UNCHANGED -> Kind.NOTICE;
    };
  }

  private Kind updated(Effect effect) {
    if (commands(effect).stream().anyMatch(Command.Rollback.class::isInstance)) {
      return Kind.ROLLBACK_STARTED;
    }
    boolean inPlace =
        effect.deployments().stream()
            .allMatch(d -> d.action() == Action.IN_PLACE || d.action() == Action.UNCHANGED);
    return inPlace ? Kind.OPTIONS_APPLIED : Kind.UPDATE_STARTED;
  }

  private String text(Effect effect) {
    String asked = commands(effect).stream().map(Command::title).collect(Collectors.joining(", "));
    String happens =
        effect.deployments().stream()
            .filter(deployment -> deployment.action() != Action.UNCHANGED)
            .map(ChangeNarrator::happens)
            .collect(Collectors.joining("; "));
    String version =
        effect
            .version()
            .map(
                to ->
                    "version " + number(effect.application()).map(f -> f + " -> ").orElse("") + to)
            .orElse("gone");
    return "%s: %s asked for %s: %s%s"
        .formatted(
            effect.application(), who(), asked, version, happens.isEmpty() ? "" : ": " + happens);
  }

  private static String happens(Effect.OnDeployment deployment) {
    String does =
        switch (deployment.action()) {
          case STARTS -> "starts";
          case RESTARTS -> "restarts";
          case IN_PLACE -> "takes in place";
          case STOPS -> "drains";
          case UNCHANGED -> "stays";
        };
    String why = deployment.why().isEmpty() ? "" : " (" + String.join(", ", deployment.why()) + ")";
    return deployment.name() + " " + does + why;
  }

  private List<Command> commands(Effect effect) {
    return change.commands().stream()
        .filter(command -> command.application().equals(effect.application()))
        .toList();
  }

  private String who() {
    return change.actor().title();
  }
}
