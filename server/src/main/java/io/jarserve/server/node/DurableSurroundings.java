package io.jarserve.server.node;

import io.jarserve.server.artifact.DeployDirectory;
import io.jarserve.server.checkpoint.CheckpointSaver;
import io.jarserve.server.controller.Surroundings;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.plan.ServingPlan;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Connects the controller with the checkpoint, the deploy directory and whoever follows the plan.
 * The latter two report to the controller, so they are attached after it was built and before it
 * starts.
 */
final class DurableSurroundings implements Surroundings {

  private final CheckpointSaver saver;
  private final Consumer<Set<String>> logs;
  private Optional<Consumer<ServingPlan>> follower = Optional.empty();
  private Optional<DeployDirectory> directory = Optional.empty();

  /**
   * @param logs are told which applications there are
   */
  DurableSurroundings(CheckpointSaver saver, Consumer<Set<String>> logs) {
    this.saver = saver;
    this.logs = logs;
  }

  void attach(Consumer<ServingPlan> planFollower, DeployDirectory deployDirectory) {
    follower = Optional.of(planFollower);
    directory = Optional.of(deployDirectory);
  }

  @Override
  public Optional<String> save(WantedState wanted) {
    Optional<String> failure = saver.save(wanted);
    if (failure.isEmpty()) {
      logs.accept(names(wanted));
    }
    return failure;
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
}
