package io.jarserve.server.time;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingDeque;
import java.util.function.Consumer;

/**
 * The time that a server lives by: what decides and what waits asks it, and nothing else. Whoever
 * embeds a server may hand in one that is moved forward by hand, for tests of what takes minutes.
 *
 * <p>What is measured, and what is only about this machine (files that settle, the end of the
 * process), goes by the system's own clock. Safe for use by many threads.
 */
public interface Time extends InstantSource {

  /** The time of the machine, which nobody moves. */
  Time SYSTEM = new SystemTime();

  /** Nanoseconds that only go forward; of use for differences only. */
  long nanoTime();

  /** A queue for one reader that waits for news, whose waiting ends by this time. */
  <T> BlockingDeque<T> queue();

  /**
   * Something begins that takes real time, such as a call into a plugin: a time that is moved by
   * hand lets it end first.
   */
  void began();

  /** What began has ended, or was given up. */
  void ended();

  /** Tells every further move by hand, on the thread that moves. */
  void whenMoved(Consumer<Duration> follower);
}
