package io.jarserve.server.model.change;

import java.util.List;
import java.util.Optional;

/** What became of a {@link Change}. */
public sealed interface Outcome {

  /**
   * It is saved and under way; of a dry run: it would be. What changes nothing is accepted too, and
   * neither saved nor told.
   *
   * @param effects one for each application, in the order of the commands
   */
  record Accepted(boolean dryRun, List<Effect> effects) implements Outcome {
    public Accepted {
      effects = List.copyOf(effects);
    }

    /** What becomes of that application. */
    public Optional<Effect> effect(String application) {
      return effects.stream().filter(e -> e.application().equals(application)).findFirst();
    }
  }

  /**
   * Nothing of it was done.
   *
   * @param application that stood in the way, where it was a single one
   * @param message what, which, the value and the remedy
   */
  record Refused(Reason reason, Optional<String> application, String message) implements Outcome {}

  /** Why a change is refused. */
  enum Reason {
    /** There is no such application or deployment. */
    NOT_FOUND,
    /** History does not have that version. */
    NO_SUCH_VERSION,
    /** It is changed by another way than this. */
    OWNED_BY_ANOTHER,
    /** The state is not the one that the change was for. */
    PRECONDITION_FAILED,
    /** A route prefix belongs to another application. */
    ROUTE_CLASH,
    /** A value makes no sense. */
    INVALID,
    /** The checkpoint cannot be written. */
    NOT_SAVED,
    /** The server stops. */
    STOPPING,
    /** Deciding failed unexpectedly. */
    FAILED
  }
}
