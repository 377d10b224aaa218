package io.jarserve.samples.chat;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.api.WebSocket;
import io.jarserve.api.WebSocketListener;
import io.jarserve.api.WebSocketOptions;
import java.io.IOException;
import java.io.InputStream;

/**
 * Rooms to talk in.
 *
 * <pre>
 *   WebSocket /chat?room=tea&amp;name=Ada    each text is told to everybody in the room
 *   POST /chat?room=tea&amp;name=Ada         says one thing
 *   GET  /chat/events?room=tea           what is said, as server-sent events
 *   GET  /chat/rooms                     who is where
 *   GET  /chat                           a page to talk from
 * </pre>
 */
@DeploymentOptions(routePrefix = "/chat", maxOngoingRequests = 10_000)
public final class Chat implements Deployment {

  private static final int LONGEST_NAME = 20;
  private static final WebSocketOptions SHORT = WebSocketOptions.DEFAULT.withMaxMessageBytes(2_000);

  private final Rooms rooms = new Rooms();
  private byte[] page = {};

  @Override
  public void start(ReplicaContext context) throws IOException {
    try (InputStream in = Chat.class.getResourceAsStream("/chat.html")) {
      page = in == null ? page : in.readAllBytes();
    }
  }

  @Override
  public Response handle(Request request) {
    return switch (request.method() + " " + request.path()) {
      case "GET /" -> request.header("Upgrade").isPresent() ? talk(request) : page();
      case "POST /" -> say(request);
      case "GET /events" -> listen(request);
      case "GET /rooms" -> Response.json(rooms.names());
      default ->
          throw new RequestException(
              404, "no " + request.method() + " " + request.path() + " here");
    };
  }

  private Response page() {
    return Response.bytes("text/html;charset=utf-8", page);
  }

  private Response talk(Request request) {
    return Response.webSocket(SHORT, new Talker(rooms, room(request), name(request)));
  }

  private Response say(Request request) {
    rooms.say(room(request), name(request) + ": " + request.text());
    return Response.empty(204);
  }

  private Response listen(Request request) {
    String room = room(request);
    return Response.events(stream -> rooms.listen(room, stream));
  }

  private static String room(Request request) {
    return parameter(request, "room");
  }

  private static String name(Request request) {
    return parameter(request, "name");
  }

  private static String parameter(Request request, String name) {
    String value = request.query(name).orElse("").strip();
    if (value.isEmpty() || value.length() > LONGEST_NAME) {
      throw new RequestException(
          400, name + " must have 1 to " + LONGEST_NAME + " letters but is '" + value + "'");
    }
    return value;
  }

  /** One who talks, over a socket. */
  private record Talker(Rooms rooms, String room, String name) implements WebSocketListener {

    @Override
    public void onOpen(WebSocket socket) {
      rooms.enter(room, socket, name);
    }

    @Override
    public void onText(WebSocket socket, String text) {
      rooms.say(room, name + ": " + text);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
      rooms.leave(room, socket);
    }
  }
}
