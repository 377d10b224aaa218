package io.jarserve.samples.chat;

import io.jarserve.api.EventStream;
import io.jarserve.api.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The rooms in which somebody is: made by who comes first, gone with who goes last. Any thread. */
final class Rooms {

  private final Map<String, Room> rooms = new ConcurrentHashMap<>();

  void enter(String name, WebSocket socket, String talker) {
    with(name, room -> room.enter(socket, talker));
  }

  void leave(String name, WebSocket socket) {
    without(name, room -> room.leave(socket));
  }

  void listen(String name, EventStream stream) {
    with(name, room -> room.listen(stream));
    stream.onClose(() -> without(name, room -> room.leave(stream)));
  }

  /** Tells everybody who is in a room. */
  void say(String name, String line) {
    Room room = rooms.get(name);
    if (room != null) {
      room.say(line);
    }
  }

  /** Who can talk where, in order. */
  Map<String, List<String>> names() {
    Map<String, List<String>> names = new TreeMap<>();
    rooms.forEach((name, room) -> names.put(name, room.names()));
    return names;
  }

  private void with(String name, Consumer<Room> action) {
    rooms.compute(
        name,
        (key, present) -> {
          Room room = present == null ? new Room() : present;
          action.accept(room);
          return room;
        });
  }

  private void without(String name, Consumer<Room> action) {
    rooms.computeIfPresent(
        name,
        (key, room) -> {
          action.accept(room);
          return room.isEmpty() ? null : room;
        });
  }
}
