package io.jarserve.api;

import java.time.Duration;
import java.util.List;

/**
 * How a WebSocket is kept. Immutable.
 *
 * @param maxMessageBytes a larger message closes the socket with code 1009; at least 1
 * @param idleTimeout when nothing arrives from the client for so long, not even the answer to a
 *     ping, which it gets after half of the time, the socket is closed; {@link Duration#ZERO}:
 *     never
 * @param subprotocols what you understand, the one you like best first; the first that the client
 *     offers is agreed on
 * @since 0.1
 */
public record WebSocketOptions(
    int maxMessageBytes, Duration idleTimeout, List<String> subprotocols) {

  /** 64 KiB, one minute, no subprotocol. */
  public static final WebSocketOptions DEFAULT =
      new WebSocketOptions(64 * 1024, Duration.ofMinutes(1), List.of());

  /**
   * @throws IllegalArgumentException when a value is out of range
   */
  public WebSocketOptions {
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "maxMessageBytes must be at least 1 but is " + maxMessageBytes);
    }
    if (idleTimeout.isNegative()) {
      throw new IllegalArgumentException("idleTimeout must not be negative but is " + idleTimeout);
    }
    subprotocols = List.copyOf(subprotocols);
  }

  /** These options with another size. */
  public WebSocketOptions withMaxMessageBytes(int maxMessageBytes) {
    return new WebSocketOptions(maxMessageBytes, idleTimeout, subprotocols);
  }

  /** These options with another time. */
  public WebSocketOptions withIdleTimeout(Duration idleTimeout) {
    return new WebSocketOptions(maxMessageBytes, idleTimeout, subprotocols);
  }

  /** These options with other subprotocols. */
  public WebSocketOptions withSubprotocols(String... subprotocols) {
    return new WebSocketOptions(maxMessageBytes, idleTimeout, List.of(subprotocols));
  }
}
