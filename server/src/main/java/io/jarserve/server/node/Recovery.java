package io.jarserve.server.node;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.proxy.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the public port back until what served before serves again, or until waiting longer helps
 * nobody. Used by the starting thread; {@link #readiness} by any.
 */
final class Recovery {

  /** An application that takes longer than this to come back must not keep the others waiting. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long LOOK_AGAIN_MILLIS = 10;

  private final Set<String> awaited;
  private final Supplier<InstanceStatus> status;
  private volatile boolean over;
  private volatile boolean ended;

  /**
   * @param awaited applications that served when the state was saved
   */
  Recovery(Set<String> awaited, Supplier<InstanceStatus> status) {
    this.awaited = Set.copyOf(awaited);
    this.status = status;
  }

  /** Returns the applications that are still missing when patience is at its end. */
  List<String> await(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    List<String> missing = missing();
    while (!missing.isEmpty() && !ended && System.nanoTime() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      missing = missing();
    }
    over = true;
    return missing;
  }

  /** Nobody is waited for any more: the server stops. From any thread. */
  void end() {
    ended = true;
  }

  /** For load balancers: not before the end of recovery. */
  Readiness readiness() {
    return over ? Readiness.READY : new Readiness(false, "waiting for " + missing());
  }

  private List<String> missing() {
    InstanceStatus now = status.get();
    return awaited.stream()
        .filter(name -> isMissing(now.applications().get(name)))
        .sorted()
        .toList();
  }

  private static boolean isMissing(@Nullable ApplicationView application) {
    if (application == null) {
      return false;
    }
    boolean serves =
        application.deployments().values().stream()
            .allMatch(
                d ->
                    d.replicas().stream().filter(r -> r.healthy()).count()
                        >= d.targetNumReplicas());
    return !serves && application.status() != ApplicationStatus.DELETING;
  }
}
