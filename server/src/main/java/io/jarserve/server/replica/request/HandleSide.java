package io.jarserve.server.replica.request;

/** What a replica has to do with those who call it past HTTP. Any thread. */
public interface HandleSide {

  /**
   * Hands a slot that somebody is through with to one who waits. It stays taken.
   *
   * @return false: nobody waits
   */
  boolean handOver(ReplicaTarget target);

  /** A slot was given back to the gate: whoever came meanwhile may have it. */
  void slotFreed();
}
