package io.jarserve.server.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An application as wanted: an artifact and the options of each deployment in it. What is saved in
 * the checkpoint, and what a version is made of.
 *
 * @param name the {@code Plugin-Id}
 * @param version the {@code Plugin-Version}
 * @param digest which bytes
 * @param file the name in the deploy directory that it came from
 * @param deployments in the order of the artifact's index; names are unique
 */
public record ApplicationSpec(
    String name, String version, Digest digest, String file, List<DeploymentSpec> deployments) {

  public ApplicationSpec {
    deployments = List.copyOf(deployments);
  }

  /** The deployment of that name. */
  public Optional<DeploymentSpec> deployment(String deploymentName) {
    return deployments.stream().filter(d -> d.name().equals(deploymentName)).findFirst();
  }

  /** Whether going from this to that needs new replicas: other bytes, or options that roll. */
  public boolean rollsTo(ApplicationSpec other) {
    return !digest.equals(other.digest)
        || deployments.stream()
            .anyMatch(
                mine ->
                    other
                        .deployment(mine.name())
                        .map(theirs -> mine.options().rollsTo(theirs.options()))
                        .orElse(true));
  }

  /**
   * Whether a replica of this that starts does so just as one of that: same bytes, same user
   * configs, and no other option that rolls.
   */
  public boolean startsLike(ApplicationSpec other) {
    return !rollsTo(other) && userConfigs().equals(other.userConfigs());
  }

  /** Whether both want the same thing served, wherever the file lies. */
  public boolean servesLike(ApplicationSpec other) {
    return name.equals(other.name)
        && digest.equals(other.digest)
        && deployments.equals(other.deployments);
  }

  /** Whether both serve the same, but perhaps with other numbers of replicas. */
  public boolean differsAtMostInScale(ApplicationSpec other) {
    return atOneScale().servesLike(other.atOneScale());
  }

  private ApplicationSpec atOneScale() {
    return with(
        deployments.stream()
            .map(d -> d.with(d.options().with(OptionKey.NUM_REPLICAS, 1)))
            .toList());
  }

  /** The same artifact with its deployments wanted otherwise. */
  public ApplicationSpec with(List<DeploymentSpec> changed) {
    return new ApplicationSpec(name, version, digest, file, changed);
  }

  /** For people: {@code greeter 1.2 (3f9c0a12b4de)}. */
  public String title() {
    return name + " " + version + " (" + digest.brief() + ")";
  }

  private Map<String, Map<String, Object>> userConfigs() {
    return deployments.stream()
        .collect(Collectors.toMap(DeploymentSpec::name, d -> d.options().userConfig()));
  }
}
