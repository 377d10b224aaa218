package io.jarserve.server.routing;

import io.jarserve.server.model.ReplicaId;
import org.jspecify.annotations.Nullable;

/** The work of a target on one exchange. */
public interface Handling {

  /**
   * Somebody else answers the exchange from here on, or its connection was broken: reads no more of
   * its body, writes nothing, and ends soon. Called by any thread, at most once; must not block.
   */
  void cut();

  /** Which replica works on it; null when that is not known. */
  default @Nullable ReplicaId replica() {
    return null;
  }

  /** Whoever works on it is to go: ends what stays open by itself. Any thread; must not block. */
  default void drain() {}

  /** Time was moved by hand: whatever it waits for comes that much nearer. Must not block. */
  default void hasten(long nanos) {}

  /** Called every few milliseconds by the sweeper, while the exchange lasts. Must not block. */
  default void tick(long now) {}
}
