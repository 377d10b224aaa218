package io.jarserve.server.artifact;

import io.jarserve.server.artifact.jar.VersionNumber;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import java.util.List;

/**
 * A verified JAR as its author made it.
 *
 * @param application the {@code Plugin-Id}
 * @param version the {@code Plugin-Version}; has an order
 * @param digest of its bytes, which are in the store
 * @param size in bytes
 * @param deployments in the order of its index, with the author's options over the defaults
 */
public record Artifact(
    String application,
    String version,
    Digest digest,
    long size,
    List<DeploymentSpec> deployments) {

  public Artifact {
    deployments = List.copyOf(deployments);
  }

  /** The version as something that can be compared. */
  public VersionNumber versionNumber() {
    return VersionNumber.parse(version);
  }
}
