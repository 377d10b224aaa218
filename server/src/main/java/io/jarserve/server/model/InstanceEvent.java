package io.jarserve.server.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that was decided or seen, and is worth telling: a line of the log, of the audit and of
 * an application's explanation. Never holds a user config or a secret.
 *
 * @param sequence counts up; goes on counting up after a restart
 * @param application that it is about; empty when it is about the instance
 * @param who asked for it: a name, or where there is none the way that it came, such as {@code
 *     directory: shop.jar}; {@code jarserve} for what was done by itself; empty for what nobody did
 * @param fromVersion number of the version before; empty when there was none
 * @param toVersion number of the version after; empty when there is none
 * @param text for people
 */
public record InstanceEvent(
    long sequence,
    Instant at,
    Kind kind,
    boolean warning,
    Optional<String> application,
    String who,
    Optional<Long> fromVersion,
    Optional<Long> toVersion,
    String text) {

  /** What happened. */
  public enum Kind {
    /** An application is wanted for the first time. */
    DEPLOY_STARTED,
    /** Another version rolls in. */
    UPDATE_STARTED,
    /** Other options reach the running replicas. */
    OPTIONS_APPLIED,
    /** An older version was asked for again. */
    ROLLBACK_STARTED,
    /** New replicas of the same version were asked for. */
    RESTART_STARTED,
    /** A version has taken over, and is watched before it counts as good. */
    BAKE_STARTED,
    /** A version that was watched may stay. */
    BAKE_PASSED,
    /** All replicas of what is wanted are ready. */
    COMPLETED,
    /** A version could not be brought to serve, and nothing serves in its place. */
    UPDATE_FAILED,
    /** A version could not be brought to serve, and the one before is back. */
    ROLLED_BACK,
    /** Somebody asked for a change and did not get it. */
    CHANGE_REFUSED,
    /** Somebody said from which level on a deployment logs. */
    LOG_LEVEL_SET,
    /** Tokens of the admin port were made or taken back. */
    TOKENS_CHANGED,
    /** Somebody asked the instance to end. */
    SHUTDOWN_STARTED,
    /** A replica failed. */
    REPLICA_FAILED,
    /** An application cannot even be tried. */
    BLOCKED,
    /** A file of the deploy directory is not used. */
    FILE_REJECTED,
    /** An application drains. */
    DELETE_STARTED,
    /** An application is gone. */
    DELETED,
    /** Anything else. */
    NOTICE
  }
}
