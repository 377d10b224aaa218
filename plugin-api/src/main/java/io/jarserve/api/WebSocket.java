package io.jarserve.api;

import java.io.IOException;
import java.util.Optional;

/**
 * A WebSocket to one client, from {@link Response#webSocket}. Stays open without a thread, until
 * you close it, the client does, nothing comes from the client for too long, or the replica stops:
 * then every socket is closed with code 1001, so that clients can connect again.
 *
 * <p>What is sent is kept while the client is slow, up to 64 KiB; then {@code send…} waits, and
 * {@code offer…} says no. Safe for use by many threads; what one thread sends arrives in order.
 *
 * @since 0.1
 */
public interface WebSocket {

  /**
   * Sends a text. Waits while the client is slow.
   *
   * @throws IOException when the socket is closed, or the thread is interrupted
   */
  void sendText(String text) throws IOException;

  /**
   * Sends bytes. Waits while the client is slow.
   *
   * @param bytes must not be changed afterwards
   * @throws IOException when the socket is closed, or the thread is interrupted
   */
  void sendBinary(byte[] bytes) throws IOException;

  /**
   * Sends a text unless the client is slow, without waiting.
   *
   * @return false when it was not sent: the client is slow, the socket is closed, or the thread is
   *     interrupted
   */
  boolean offerText(String text);

  /**
   * Sends bytes unless the client is slow, without waiting.
   *
   * @param bytes must not be changed afterwards
   * @return false when they were not sent, as with {@link #offerText}
   */
  boolean offerBinary(byte[] bytes);

  /** Whether something can still be sent. */
  boolean isOpen();

  /** Closes it with code 1000. */
  default void close() {
    close(1000, "");
  }

  /**
   * Sends what was kept, and then that the socket is closed. What follows is refused, and what
   * still arrives is passed over. Closing twice does no harm.
   *
   * @param code such as 1000 for a normal end; 3000 to 4999 are free for you
   * @param reason at most 123 bytes
   * @throws IllegalArgumentException when the code may not be sent or the reason is too long
   */
  void close(int code, String reason);

  /** The subprotocol that was agreed on. */
  Optional<String> subprotocol();
}
