package io.jarserve.server.controller;

import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Outcome.Reason;
import java.util.Optional;
import java.util.Set;

/** Whether a change meets the state that it was made for. Pure. */
final class Preconditions {

  private static final String ANY = "*";

  private Preconditions() {}

  static void check(ControllerState state, Change change) throws RefusedChange {
    if (change.ifMatch().isEmpty()) {
      return;
    }
    String expected = change.ifMatch().get();
    Set<String> names = change.applications();
    if (expected.equals(ANY)) {
      checkThere(state, names);
    } else if (names.size() == 1) {
      String name = names.iterator().next();
      checkEqual("application '" + name + "'", expected, etag(state, name));
    } else {
      checkEqual("the instance", expected, Optional.of(state.wantedState().etag()));
    }
  }

  private static void checkThere(ControllerState state, Set<String> names) throws RefusedChange {
    for (String name : names) {
      if (etag(state, name).isEmpty()) {
        throw unmet("there is no application '%s' yet".formatted(name));
      }
    }
  }

  private static void checkEqual(String subject, String expected, Optional<String> found)
      throws RefusedChange {
    if (!found.equals(Optional.of(expected))) {
      throw unmet(
          "%s is at '%s' and not at '%s': somebody changed it meanwhile; read it again, and repeat the change on what you find"
              .formatted(subject, found.orElse("nothing"), expected));
    }
  }

  private static Optional<String> etag(ControllerState state, String name) {
    return Optional.ofNullable(state.apps().get(name))
        .filter(app -> !app.deleting())
        .map(app -> app.hard().etag());
  }

  private static RefusedChange unmet(String message) {
    return new RefusedChange(Reason.PRECONDITION_FAILED, Optional.empty(), message);
  }
}
