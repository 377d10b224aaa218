package io.jarserve.server.model;

/**
 * A deployment as wanted: which class, with which options.
 *
 * @param name unique inside its application
 * @param className binary name of the class in the artifact
 * @param options the operator's over the author's over the defaults
 */
public record DeploymentSpec(String name, String className, Options options) {

  /** The same class with other options. */
  public DeploymentSpec with(Options changed) {
    return new DeploymentSpec(name, className, changed);
  }
}
