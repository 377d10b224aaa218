package io.jarserve.server.model;

import java.util.Set;

/**
 * The life of a replica on its node.
 *
 * <pre>
 *   STARTING ──► RUNNING ──► STOPPING ──► STOPPED
 *      │            │           ▲
 *      ├────────────┼───────────┘
 *      └────────────┴──► FAILED
 * </pre>
 *
 * STOPPED and FAILED are final: whatever takes the place of such a replica is another one with an
 * id of its own. A replica whose stop went wrong is STOPPED all the same; what it left behind is
 * reported as pending unload.
 */
public enum ReplicaState {
  /** Being loaded, constructed, started and checked for the first time. */
  STARTING,
  /** Passed its first health check. Takes requests while its last health check passed. */
  RUNNING,
  /** Takes no new requests; those under way finish. */
  STOPPING,
  /** Gone as asked. */
  STOPPED,
  /** Could not start, or failed too many health checks. */
  FAILED;

  /** Whether a replica may go from this state to that one in a single step. */
  public boolean canBecome(ReplicaState next) {
    return followers().contains(next);
  }

  /** Whether nothing follows. */
  public boolean isFinal() {
    return followers().isEmpty();
  }

  /**
   * The next state, checked.
   *
   * @throws IllegalStateException when the table does not have the step; names both states
   */
  public ReplicaState to(ReplicaState next) {
    if (!canBecome(next)) {
      throw new IllegalStateException("a replica cannot go from " + this + " to " + next);
    }
    return next;
  }

  private Set<ReplicaState> followers() {
    return switch (this) {
      case STARTING -> Set.of(RUNNING, STOPPING, FAILED);
      case RUNNING -> Set.of(STOPPING, FAILED);
      case STOPPING -> Set.of(STOPPED);
      case STOPPED, FAILED -> Set.of();
    };
  }
}
