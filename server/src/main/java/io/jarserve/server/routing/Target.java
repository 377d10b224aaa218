package io.jarserve.server.routing;

import io.jarserve.server.model.ReplicaId;

/** Something that can answer an exchange: a replica on this node, or the way to one elsewhere. */
public interface Target {

  ReplicaId id();

  /**
   * Takes the exchange, or says "not mine" because this target is full or closed. One that was
   * taken is answered by the target, and reported by {@link Exchange#slotFreed()} when its slot is
   * free again.
   *
   * @return false: nothing was done with the exchange, and another target may be tried
   */
  boolean offer(Exchange exchange);

  /** How many exchanges it works on now. */
  int ongoing();

  /** Whether it holds some of many models. */
  default boolean isMultiplexed() {
    return false;
  }

  /** Whether it holds a model, or loads it just now. */
  default boolean holds(String modelId) {
    return false;
  }

  /** Whether it can hold one model more without letting another go. */
  default boolean hasRoom() {
    return true;
  }
}
