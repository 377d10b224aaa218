package io.jarserve.server.plan;

import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import java.time.Instant;

/**
 * How a replica really is.
 *
 * @param healthy RUNNING and its last health check passed: it takes requests
 * @param since when it was created
 * @param message what went wrong last with it, cause first; empty when all is well
 */
public record ReplicaReport(
    ReplicaId id, ReplicaState state, boolean healthy, Instant since, String message) {}
