package io.jarserve.server.controller;

import io.jarserve.server.model.Origin;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Outcome.Reason;

/**
 * Who may change what. Pure.
 *
 * <p>An application is deployed and deleted only the way it came. Its options are changed by any
 * command, unless it came from the deploy directory: there its options file has them. Rolling back
 * and restarting is for everybody.
 *
 * <p>What a program deployed that is gone, because none embeds this server, is an orphan: any
 * command may delete it, and who deploys it again owns it from then on.
 */
final class Ownership {

  private Ownership() {}

  static void check(ControllerState state, AppState app, Command command, Actor actor)
      throws RefusedChange {
    boolean allowed =
        switch (rule(command)) {
          case OWNER -> app.owner().equals(actor.origin()) || isOrphan(state, app);
          case COMMANDS -> !app.owner().isDirectory();
          case ANYBODY -> true;
        };
    if (!allowed) {
      throw new RefusedChange(
          Reason.OWNED_BY_ANOTHER,
          app.name(),
          "application '%s' belongs to %s, and %s came by %s; %s"
              .formatted(
                  app.name(), owner(app), command.title(), actor.origin().title(), remedy(app)));
    }
  }

  private static boolean isOrphan(ControllerState state, AppState app) {
    return app.owner().kind() == Origin.Kind.EMBEDDED && !state.embedded();
  }

  private enum Rule {
    OWNER,
    COMMANDS,
    ANYBODY
  }

  private static Rule rule(Command command) {
    if (command instanceof Command.Deploy || command instanceof Command.Delete) {
      return Rule.OWNER;
    }
    boolean setsOptions = command instanceof Command.Scale || command instanceof Command.Patch;
    return setsOptions ? Rule.COMMANDS : Rule.ANYBODY;
  }

  /** For people, with the file where there is one. */
  static String owner(AppState app) {
    String title = app.owner().title();
    return app.file().map(file -> title + " (" + file + ")").orElse(title);
  }

  /** Why a file of the deploy directory is not used. */
  static String refusal(ControllerState state, AppState app, String file) {
    String remedy =
        isOrphan(state, app)
            ? "that one is gone, so delete the application by a command to have the file taken in"
            : remedy(app);
    return "application '%s' belongs to %s, and %s lies in the deploy directory; %s, or take %s away"
        .formatted(app.name(), owner(app), file, remedy, file);
  }

  private static String remedy(AppState app) {
    Origin owner = app.owner();
    return switch (owner.kind()) {
      case DIRECTORY ->
          "change or delete %s there, its options in %s.yaml"
              .formatted(app.hard().ofDirectory().file(), app.name());
      case API -> "change it by the API, or delete it there first";
      case CONFIG -> "change it in %s, or take it out there first".formatted(owner.title());
      case EMBEDDED -> "change it in the program that embeds this server";
    };
  }
}
