package io.jarserve.server.replica.request;

/** What a call goes on with after the deployment's code has returned, without a thread. */
interface Held {

  /**
   * Nobody waits for it any more: ends soon, and then lets the call go on. Any thread, maybe more
   * than once; must not block.
   */
  void cancel();

  /** The replica is to go: ends now if it would not by itself. Any thread; must not block. */
  default void drain() {}

  /** Time was moved by hand: what it waits for comes that much nearer. Must not block. */
  default void hasten(long nanos) {}

  /** Called now and then by one thread. Must not block. */
  default void tick(long now) {}
}
