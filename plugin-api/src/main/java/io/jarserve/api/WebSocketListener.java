package io.jarserve.api;

/**
 * What an author does with a {@link WebSocket}. One listener may serve one socket or many.
 *
 * <p><b>Threads.</b> All calls run on threads of the plugin's, for one socket one at a time and in
 * order: {@link #onOpen} first, {@link #onClose} last. The next message is read from the client
 * only when the call before has returned, so a client cannot send more than you take. A call may
 * block.
 *
 * <p><b>Errors.</b> What a call throws is logged, and the socket closed with code 1011.
 *
 * @since 0.1
 */
public interface WebSocketListener {

  /** The socket is open. */
  default void onOpen(WebSocket socket) throws Exception {}

  /** A whole text has arrived. */
  default void onText(WebSocket socket, String text) throws Exception {
    socket.close(1003, "texts are not accepted here");
  }

  /** Whole bytes have arrived; they are yours. */
  default void onBinary(WebSocket socket, byte[] bytes) throws Exception {
    socket.close(1003, "bytes are not accepted here");
  }

  /**
   * The socket is closed, whoever closed it. Called exactly once, also when {@link #onOpen} threw.
   *
   * @param code the client's or the server's; 1006 when the connection broke
   * @param reason empty when there is none
   */
  default void onClose(WebSocket socket, int code, String reason) throws Exception {}
}
