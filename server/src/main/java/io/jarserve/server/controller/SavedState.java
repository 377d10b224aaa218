package io.jarserve.server.controller;

import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.WantedState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of the decisions is saved, and why a newer one is not. What is wanted stays as it was saved
 * last while saving fails. One thread: the controller's; what was saved survives a crash.
 */
final class SavedState {

  private static final Logger log = LoggerFactory.getLogger(Controller.class);

  private final Surroundings surroundings;
  private final Meters meters;
  private WantedState saved;
  private Optional<String> trouble = Optional.empty();
  private Optional<Try> unsaved = Optional.empty();

  /** What could not be saved, and as of when it was decided. */
  private record Try(Instant at, WantedState wanted) {}

  /**
   * @param saved what the checkpoint holds
   */
  SavedState(WantedState saved, Surroundings surroundings, Meters meters) {
    this.saved = saved;
    this.surroundings = surroundings;
    this.meters = meters;
  }

  /** Why the newest state is not saved; empty when it is. */
  Optional<String> trouble() {
    return trouble;
  }

  /**
   * What changes. While nothing else comes up, it is the same as what could not be saved before, to
   * the instant: whoever saves slowly is asked about one state until it is saved.
   *
   * @param decision as of an instant
   */
  ControllerState decide(Function<Instant, ControllerState> decision, Instant now) {
    if (unsaved.isPresent()) {
      ControllerState same = decision.apply(unsaved.get().at());
      if (same.wantedState().equals(unsaved.get().wanted())) {
        return same;
      }
    }
    ControllerState after = decision.apply(now);
    unsaved = Optional.of(new Try(now, after.wantedState()));
    return after;
  }

  /**
   * Saves what is wanted, unless it is saved.
   *
   * @return whether it is now
   */
  boolean save(WantedState wanted) {
    if (wanted.equals(saved) && trouble.isEmpty()) {
      unsaved = Optional.empty();
      return true;
    }
    Optional<String> failure = surroundings.save(wanted);
    if (failure.isPresent()) {
      failed(failure.get());
    } else {
      meters.checkpointSaved();
      saved = wanted;
      unsaved = Optional.empty();
    }
    trouble = failure;
    return failure.isEmpty();
  }

  private void failed(String why) {
    meters.checkpointFailed();
    if (trouble.isEmpty()) {
      log.error("nothing new is deployed until the checkpoint can be written: {}", why);
    }
  }
}
