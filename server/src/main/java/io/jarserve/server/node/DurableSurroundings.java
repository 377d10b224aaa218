package io.jarserve.server.node;

import io.jarserve.server.artifact.DeployDirectory;
import io.jarserve.server.checkpoint.CheckpointSaver;
import io.jarserve.server.controller.Surroundings;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.plan.ServingPlan;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Connects the controller with the checkpoint, the deploy directory and whoever follows the plan.
 * The latter two report to the controller, so they are attached after it was built and before it
 * starts. What ends with the process is not saved.
 */
final class DurableSurroundings implements Surroundings {

  private final CheckpointSaver saver;
  private final Consumer<Set<String>> logs;
  private final Predicate<Digest> passing;
  private Optional<WantedState> saved = Optional.empty();
  private Optional<Consumer<ServingPlan>> follower = Optional.empty();
  private Optional<DeployDirectory> directory = Optional.empty();

  /**
   * @param logs are told which applications there are
   * @param passing whether an artifact ends with this process
   */
  DurableSurroundings(
      CheckpointSaver saver, Consumer<Set<String>> logs, Predicate<Digest> passing) {
    this.saver = saver;
    this.logs = logs;
    this.passing = passing;
  }

  void attach(Consumer<ServingPlan> planFollower, DeployDirectory deployDirectory) {
    follower = Optional.of(planFollower);
    directory = Optional.of(deployDirectory);
  }

  @Override
  public Optional<String> save(WantedState wanted) {
    Optional<String> failure = saveLasting(wanted.without(passing));
    if (failure.isEmpty()) {
      logs.accept(names(wanted));
    }
    return failure;
  }

  /** No new checkpoint for what is not in it. */
  private Optional<String> saveLasting(WantedState lasting) {
    if (saved.isPresent() && saved.get().equals(lasting)) {
      return Optional.empty();
    }
    Optional<String> failure = saver.save(lasting);
    saved = failure.isEmpty() ? Optional.of(lasting) : Optional.empty();
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
