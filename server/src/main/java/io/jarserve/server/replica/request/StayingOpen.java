package io.jarserve.server.replica.request;

import io.jarserve.api.Response;
import io.jarserve.server.routing.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Begins answers that stay open. Whoever opens one while its replica is closing has it closed at
 * once: either the one who closes sees it, or the one who opens sees the closed gate. Stateless.
 */
final class StayingOpen {

  private static final int BROKEN = 1006;

  private StayingOpen() {}

  /** Begins an event stream; returns what to send to a client that wants the headers alone. */
  static @Nullable Answer events(ReplicaCall call, Response response, Response.Events events) {
    Answer answer = call.target().answers().head(response);
    Exchange exchange = call.exchange();
    if (exchange.request().getMethod().equals("HEAD")) {
      return answer;
    } else if (exchange.claim()) {
      EventChannel channel = new EventChannel(call, events);
      channel.begin(answer);
      call.current().lasts();
      call.open(channel, () -> events.handler().open(channel));
    } else {
      call.ended();
    }
    return null;
  }

  /** Makes a WebSocket of the connection, or says how to ask for one. */
  static void socket(ReplicaCall call, Response response, Response.Socket socket) {
    Answer answer = call.target().answers().head(response);
    if (!SocketUpgrade.isWanted(call.exchange())) {
      call.ended();
      SocketUpgrade.ask(call.exchange());
    } else if (call.exchange().claim()) {
      upgrade(call, answer, socket);
    } else {
      call.ended();
    }
  }

  private static void upgrade(ReplicaCall call, Answer answer, Response.Socket socket) {
    SocketChannel channel = new SocketChannel(call, socket.options(), socket.listener());
    call.current().lasts();
    call.hold(channel);
    SocketFrames frames = new SocketFrames(channel, socket.options().maxMessageBytes());
    if (!SocketUpgrade.begin(call.exchange(), answer.fields(), socket.options(), frames)) {
      channel.closed(BROKEN, "");
    } else if (call.target().isClosed()) {
      channel.drain();
    }
  }
}
