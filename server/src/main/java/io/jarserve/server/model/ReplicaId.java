package io.jarserve.server.model;

/**
 * A replica within an instance; written {@code application#deployment#tag}.
 *
 * @param tag never used twice for one deployment, restarts of the server included
 */
public record ReplicaId(DeploymentId deploymentId, String tag) implements Comparable<ReplicaId> {

  public String application() {
    return deploymentId.application();
  }

  public String deployment() {
    return deploymentId.deployment();
  }

  @Override
  public int compareTo(ReplicaId other) {
    int byDeployment = deploymentId.compareTo(other.deploymentId);
    return byDeployment != 0 ? byDeployment : tag.compareTo(other.tag);
  }

  @Override
  public String toString() {
    return deploymentId + "#" + tag;
  }
}
