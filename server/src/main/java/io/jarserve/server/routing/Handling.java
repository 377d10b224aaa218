package io.jarserve.server.routing;

/** The work of a target on one exchange. */
public interface Handling {

  /**
   * Somebody else answers the exchange from here on, or its connection was broken: reads no more of
   * its body, writes nothing, and ends soon. Called by any thread, at most once; must not block.
   */
  void cut();

  /** Whoever works on it is to go: ends what stays open by itself. Any thread; must not block. */
  default void drain() {}

  /** Called every few milliseconds by the sweeper, while the exchange lasts. Must not block. */
  default void tick(long now) {}
}
