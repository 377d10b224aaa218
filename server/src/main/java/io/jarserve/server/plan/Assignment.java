package io.jarserve.server.plan;

import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.ReplicaId;

/**
 * A replica that must exist. Everything but the options in {@code deployment} stays the same for
 * the life of the replica; new options are applied in place.
 *
 * @param generation which loading of the artifact: replicas of one generation share a class loader;
 *     a number is never used for two artifacts in the life of a server
 * @param version the artifact's {@code Plugin-Version}
 */
public record Assignment(
    ReplicaId id, long generation, String version, Digest digest, DeploymentSpec deployment) {}
