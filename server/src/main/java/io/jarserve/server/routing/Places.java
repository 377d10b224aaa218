package io.jarserve.server.routing;

/**
 * The places of those who wait for a replica of one deployment, counted together whichever way they
 * came. Any thread.
 */
public interface Places {

  /** Takes one of {@code max_queued_requests}; false when there is none to have. */
  boolean takePlace();

  /** Gives one back. */
  void leavePlace();

  /** How many there are. */
  int most();

  /** How long one may wait who has no deadline of its own; 0 for no limit. */
  long timeoutNanos();

  /** The models that somebody was sent for. */
  ComingModels coming();

  /** A slot is free: an exchange that waits may have it. */
  void drain();
}
