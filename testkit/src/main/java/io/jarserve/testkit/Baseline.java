package io.jarserve.testkit;

import io.jarserve.server.model.InstanceStatus;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a server was at the start, and what of that a test has changed, for the next test to find it
 * as this one did. It is looked at before the first change, so that tests that change nothing pay
 * nothing. Used by one thread at a time.
 */
final class Baseline {

  private final Supplier<InstanceStatus> status;
  private final Supplier<String> routes;
  private boolean disturbed;
  private boolean redeployed;
  private Optional<Applied> atStart = Optional.empty();

  /** What came of all options. */
  private record Applied(Map<String, Map<String, Object>> configs, String routes) {}

  Baseline(Supplier<InstanceStatus> status, Supplier<String> routes) {
    this.status = status;
    this.routes = routes;
  }

  /** Replicas are about to be meddled with. */
  void disturb() {
    disturbed = true;
  }

  /** What is deployed is about to become something else. */
  void redeploy() {
    if (atStart.isEmpty()) {
      atStart = Optional.of(applied(new Sight(status.get())));
    }
    redeployed = true;
  }

  /** Whether nothing was changed. */
  boolean isUntouched() {
    return !disturbed && !redeployed;
  }

  /** Whether what is deployed was. */
  boolean isRedeployed() {
    return redeployed;
  }

  /** Waits until all options are what they were. */
  void awaitOptions() {
    var unused =
        Patience.until(
            "the options of the start", status, sight -> atStart.filter(applied(sight)::equals));
  }

  /** Everything is as it was. */
  void restored() {
    disturbed = false;
    redeployed = false;
  }

  private Applied applied(Sight sight) {
    return new Applied(sight.configs(), routes.get());
  }
}
