package io.jarserve.server.controller;

import io.jarserve.server.model.WantedState;
import io.jarserve.server.plan.ServingPlan;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the controller acts on. Called on the controller's thread only; none of it may throw or
 * hang.
 */
public interface Surroundings {

  /**
   * Makes a state durable.
   *
   * @return why it could not be done; empty when it is safe
   */
  Optional<String> save(WantedState wanted);

  /** Makes a plan known to whoever follows it. */
  void follow(ServingPlan plan);

  /** These files' deletions are dealt with, and saved. */
  void forget(Set<String> deletedFiles);

  /** All files that do not serve, and why. */
  void mark(Map<String, String> reasonByFile);
}
