package io.jarserve.server.model.change;

import java.util.List;
import java.util.Optional;

/**
 * What a change does to an application.
 *
 * @param version number of what is wanted after it; empty when it is deleted
 * @param etag of the application after it; empty when it is deleted
 * @param notes what else is worth knowing, for people
 */
public record Effect(
    String application,
    Kind kind,
    Optional<Long> version,
    Optional<String> etag,
    List<OnDeployment> deployments,
    List<String> notes) {

  /** What happens to the application as a whole. */
  public enum Kind {
    CREATED,
    UPDATED,
    RESTARTED,
    DELETED,
    UNCHANGED
  }

  /** What happens to a deployment. */
  public enum Action {
    /** It is new. */
    STARTS,
    /** New replicas replace the running ones. */
    RESTARTS,
    /** The running replicas take new options. */
    IN_PLACE,
    /** It drains. */
    STOPS,
    UNCHANGED
  }

  /**
   * What happens to one deployment.
   *
   * @param why each for people: {@code num_replicas 2 -> 4}
   */
  public record OnDeployment(String name, Action action, List<String> why) {
    public OnDeployment {
      why = List.copyOf(why);
    }
  }

  public Effect {
    deployments = List.copyOf(deployments);
    notes = List.copyOf(notes);
  }
}
