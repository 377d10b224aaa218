package io.jarserve.samples.chat;

import io.jarserve.api.EventStream;
import io.jarserve.api.ServerEvent;
import io.jarserve.api.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Those who are in one room. Whoever cannot keep up is sent away: nobody waits for the slowest. Any
 * thread.
 */
final class Room {

  private final Map<WebSocket, String> talkers = new ConcurrentHashMap<>();
  private final Set<EventStream> listeners = ConcurrentHashMap.newKeySet();

  void enter(WebSocket socket, String name) {
    talkers.put(socket, name);
    say("* " + name + " is here");
  }

  void leave(WebSocket socket) {
    String name = talkers.remove(socket);
    if (name != null) {
      say("* " + name + " has left");
    }
  }

  void listen(EventStream stream) {
    listeners.add(stream);
  }

  void leave(EventStream stream) {
    listeners.remove(stream);
  }

  /** Tells everybody. */
  void say(String line) {
    for (WebSocket socket : talkers.keySet()) {
      if (!socket.offerText(line)) {
        socket.close(1008, "you did not read");
      }
    }
    ServerEvent event = ServerEvent.of(line);
    for (EventStream stream : listeners) {
      if (!stream.offer(event)) {
        stream.close();
      }
    }
  }

  boolean isEmpty() {
    return talkers.isEmpty() && listeners.isEmpty();
  }

  /** Who can talk, in order. */
  List<String> names() {
    return talkers.values().stream().sorted().toList();
  }
}
