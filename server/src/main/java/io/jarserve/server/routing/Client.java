package io.jarserve.server.routing;

/** The other end of a connection, as the server of the connection sees it. */
public interface Client {

  /**
   * Asks to be told when the client closes the connection, while nothing is read from it.
   *
   * @param gone called at most once, by a thread of the connection's; must not block. Kept until
   *     the next request of this connection is awaited
   * @return false: something of the request is still unread, so ask again later
   */
  boolean watch(Runnable gone);

  /** When something was last sent to it, in the time of {@link System#nanoTime}. Any thread. */
  long lastSent();
}
