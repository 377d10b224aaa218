package io.jarserve.api;

import java.io.IOException;
import java.util.Optional;

/**
 * Server-sent events to one client, from {@link Response#events}. Stays open without a thread,
 * until you close it, the client goes, or the replica stops: then every client is sent off cleanly,
 * and an {@code EventSource} connects again by itself, to a replica of the new version.
 *
 * <p>What is sent is kept while the client is slow, up to 64 KiB; then {@link #send} waits, and
 * {@link #offer} says no. Safe for use by many threads; what one thread sends arrives in order.
 *
 * @since 0.1
 */
public interface EventStream {

  /**
   * Sends an event. Waits while the client is slow, so it must not be called in {@link
   * Deployment#handle} of a non-blocking deployment.
   *
   * @throws IOException when the stream is closed, or the thread is interrupted
   */
  void send(ServerEvent event) throws IOException;

  /** Sends an event of the kind {@code message}, as {@link #send(ServerEvent)} does. */
  default void send(String data) throws IOException {
    send(ServerEvent.of(data));
  }

  /**
   * Sends an event unless the client is slow, without waiting.
   *
   * @return false when it was not sent: the client is slow, the stream is closed, or the thread is
   *     interrupted
   */
  boolean offer(ServerEvent event);

  /** Whether events can still be sent. */
  boolean isOpen();

  /**
   * Runs an action when the stream has closed, whoever closed it; at once when it is closed. On a
   * thread of the plugin's; what it throws is logged.
   */
  void onClose(Runnable action);

  /** Sends what was kept, and then the end. What follows is refused. Closing twice does no harm. */
  void close();

  /** The id of the last event that the client got before it connected again, if it says so. */
  Optional<String> lastEventId();
}
