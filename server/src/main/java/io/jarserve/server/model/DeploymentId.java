package io.jarserve.server.model;

/** A deployment within an instance. */
public record DeploymentId(String application, String deployment)
    implements Comparable<DeploymentId> {

  @Override
  public int compareTo(DeploymentId other) {
    int byApplication = application.compareTo(other.application);
    return byApplication != 0 ? byApplication : deployment.compareTo(other.deployment);
  }

  @Override
  public String toString() {
    return application + "#" + deployment;
  }
}
