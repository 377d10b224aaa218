package io.jarserve.server.replica;

import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.HealthSchedule.Verdict;
import io.jarserve.server.replica.request.RequestGate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a replica that serves takes requests: its gate closes with the first failed check, before
 * any plan has changed, and opens with the first that passes. One thread: the runner's.
 */
final class Health {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final ReplicaId id;
  private final RequestGate gate;
  private boolean sick;

  Health(ReplicaId id, RequestGate gate) {
    this.id = id;
    this.gate = gate;
  }

  /** Whether the last check failed. */
  boolean isSick() {
    return sick;
  }

  /**
   * A check has ended.
   *
   * @return whether there is anything to tell: it is sick, or was
   */
  boolean checked(Verdict verdict) {
    boolean wasSick = sick;
    sick = verdict != Verdict.HEALTHY;
    if (sick) {
      gate.close();
    } else if (wasSick) {
      gate.open();
    }
    return sick || wasSick;
  }

  /** For people. */
  void log(String cause) {
    if (sick) {
      LOG.warn("{} takes no requests: {}", id, cause);
    } else {
      LOG.info("{} takes requests again: its health check passed", id);
    }
  }
}
