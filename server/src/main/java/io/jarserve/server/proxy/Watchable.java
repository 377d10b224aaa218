package io.jarserve.server.proxy;

/** An end of a connection that can see that the client closes it while nobody reads. */
interface Watchable {

  /** Calls once when the client is gone. Says false when somebody reads, and so will see it. */
  boolean watch(Runnable whenGone);
}
