package io.jarserve.server.node;

import io.jarserve.server.artifact.ArtifactStore;
import io.jarserve.server.artifact.DeployDirectory;
import io.jarserve.server.checkpoint.CheckpointException;
import io.jarserve.server.checkpoint.Checkpoints;
import io.jarserve.server.controller.Surroundings;
import io.jarserve.server.logs.LogFiles;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.plan.ServingPlan;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Connects the controller with the checkpoint, the deploy directory and whoever follows the plan.
 * The latter two report to the controller, so they are attached after it was built and before it
 * starts.
 */
final class DurableSurroundings implements Surroundings {

  private final Checkpoints checkpoints;
  private final ArtifactStore artifacts;
  private final LogFiles logs;
  private volatile Set<Digest> needed;
  private Optional<Consumer<ServingPlan>> follower = Optional.empty();
  private Optional<DeployDirectory> directory = Optional.empty();

  /**
   * @param saved what the checkpoint holds
   */
  DurableSurroundings(
      Checkpoints checkpoints, ArtifactStore artifacts, LogFiles logs, WantedState saved) {
    this.checkpoints = checkpoints;
    this.artifacts = artifacts;
    this.logs = logs;
    this.needed = digests(saved);
  }

  /** Whether an artifact must not be lost. From any thread. */
  boolean needs(Digest digest) {
    return needed.contains(digest);
  }

  void attach(Consumer<ServingPlan> planFollower, DeployDirectory deployDirectory) {
    follower = Optional.of(planFollower);
    directory = Optional.of(deployDirectory);
  }

  @Override
  public Optional<String> save(WantedState wanted) {
    try {
      checkpoints.save(wanted);
    } catch (CheckpointException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    needed = digests(wanted);
    artifacts.retain(needed);
    logs.retain(names(wanted));
    return Optional.empty();
  }

  @Override
  public void follow(ServingPlan plan) {
    follower.ifPresent(f -> f.accept(plan));
  }

  @Override
  public void forget(Set<String> deletedFiles) {
    directory.ifPresent(d -> d.forget(deletedFiles));
  }

  @Override
  public void mark(Map<String, String> reasonByFile) {
    directory.ifPresent(d -> d.mark(reasonByFile));
  }

  private static Set<String> names(WantedState state) {
    return state.applications().stream()
        .map(app -> app.wanted().name())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The artifacts that must not be lost: of what is wanted, and of what to go back to. */
  private static Set<Digest> digests(WantedState state) {
    return state.applications().stream()
        .flatMap(app -> Stream.concat(Stream.of(app.wanted()), app.lastGood().stream()))
        .map(ApplicationSpec::digest)
        .collect(Collectors.toUnmodifiableSet());
  }
}
