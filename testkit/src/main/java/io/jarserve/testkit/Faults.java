package io.jarserve.testkit;

import io.jarserve.server.model.ReplicaId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which replicas fail their health checks because a test wants it. Any thread. */
final class Faults {

  private final Map<String, String> reasons = new ConcurrentHashMap<>();

  void fail(Collection<String> replicas, String reason) {
    replicas.forEach(replica -> reasons.put(replica, reason));
  }

  void pass(Collection<String> replicas) {
    reasons.keySet().removeAll(replicas);
  }

  void passAll() {
    reasons.clear();
  }

  /** Asked by the server at each check. */
  Optional<String> sickness(ReplicaId replica) {
    return Optional.ofNullable(reasons.get(replica.toString()));
  }
}
