package io.jarserve.server.replica.request;

import io.jarserve.api.WebSocketOptions;
import io.jarserve.server.routing.Exchange;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** Makes WebSockets of requests. Without extensions: each message is sent as it is. Stateless. */
final class SocketUpgrade {

  private static final HttpField[] WANTED = {
    new PreEncodedHttpField(HttpHeader.UPGRADE, "websocket")
  };
  private static final Handshaker HANDSHAKER = Handshaker.newInstance();

  /** Nothing in it is used but its registry of extensions, so it is never started. */
  private static final WebSocketComponents COMPONENTS =
      new WebSocketComponents(null, null, null, null, null, Runnable::run);

  private SocketUpgrade() {}

  /** Whether the client asks for a WebSocket. */
  static boolean isWanted(Exchange exchange) {
    Request request = exchange.request();
    HttpFields headers = request.getHeaders();
    return request.getMethod().equals("GET")
        && headers.contains(HttpHeader.UPGRADE, "websocket")
        && headers.contains(HttpHeader.CONNECTION, "upgrade")
        && headers.contains(HttpHeader.SEC_WEBSOCKET_KEY)
        && HANDSHAKER.isWebSocketUpgradeRequest(request);
  }

  /** Answers one that does not. */
  static void ask(Exchange exchange) {
    exchange.refuse(
        HttpStatus.UPGRADE_REQUIRED_426,
        "upgrade_required",
        "this is a WebSocket: ask for one, of version 13",
        null,
        WANTED);
  }

  /**
   * Answers an exchange that was claimed with an upgrade. Jetty remembers the context class loader
   * with the session, so it must not be the plugin's.
   *
   * @return false: the request was not valid, and a problem was answered
   */
  static boolean begin(
      Exchange exchange, HttpField[] fields, WebSocketOptions options, FrameHandler frames) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(SocketUpgrade.class.getClassLoader());
    try {
      return exchange.upgrade(
          fields,
          (request, response, callback) ->
              HANDSHAKER.upgradeRequest(
                  negotiator(options, frames),
                  request,
                  response,
                  callback,
                  COMPONENTS,
                  SocketUpgrade::configure));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Silence is noticed by the channel itself, which knows whether it listens at all. */
  private static void configure(Configuration configuration) {
    configuration.setIdleTimeout(Duration.ZERO);
  }

  private static WebSocketNegotiator negotiator(WebSocketOptions options, FrameHandler frames) {
    return (request, response, callback) -> {
      response.setExtensions(List.of());
      agree(request, response, options.subprotocols());
      return frames;
    };
  }

  private static void agree(
      ServerUpgradeRequest request, ServerUpgradeResponse response, List<String> understood) {
    for (String offered : request.getSubProtocols()) {
      if (understood.contains(offered)) {
        response.setAcceptedSubProtocol(offered);
        return;
      }
    }
  }
}
