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
 * @param nodeFault it failed for want of something of the node's, such as room on a disk: any other
 *     version would have failed as well
 * @param config the user config that it goes by
 */
public record ReplicaReport(
    ReplicaId id,
    ReplicaState state,
    boolean healthy,
    Instant since,
    String message,
    boolean nodeFault,
    ConfigReport config) {}
