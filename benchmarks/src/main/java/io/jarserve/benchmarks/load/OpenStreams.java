package io.jarserve.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Opens many event streams and WebSockets to the chat sample, leaves them idle, and then says one
 * thing that everybody must hear. {@code OpenStreams <url> <streams> <sockets> <idle seconds>}.
 * Fails when one of them is refused, broken or does not hear it.
 */
public final class OpenStreams {

  /** Everybody in a room is told of who comes, so rooms are small. */
  private static final int IN_A_ROOM = 50;

  private static final String WORD = "everybody-hears-this";

  private final URI server;
  private final List<OpenStream> open = new ArrayList<>();

  private OpenStreams(URI server) {
    this.server = server;
  }

  public static void main(String[] args) throws Exception {
    OpenStreams streams = new OpenStreams(URI.create(args[0]));
    try {
      streams.run(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    } finally {
      streams.close();
    }
  }

  private void run(int streams, int sockets, int idleSeconds) throws Exception {
    long began = System.nanoTime();
    for (int i = 0; i < streams; i++) {
      open.add(OpenStream.events(server, "/chat/events?room=" + room(i)));
    }
    for (int i = 0; i < sockets; i++) {
      open.add(OpenStream.socket(server, "/chat?room=" + room(i) + "&name=n" + i));
    }
    System.out.printf(Locale.ROOT, "opened %d in %.0f ms%n", open.size(), millis(began));
    System.out.println("idle");
    TimeUnit.SECONDS.sleep(idleSeconds);
    long said = System.nanoTime();
    for (int room = 0; room * IN_A_ROOM < Math.max(streams, sockets); room++) {
      OpenStream.post(server, "/chat?name=all&room=room-" + room, WORD);
    }
    for (OpenStream one : open) {
      one.await(WORD);
    }
    System.out.printf(Locale.ROOT, "all %d heard it within %.0f ms%n", open.size(), millis(said));
  }

  private void close() throws IOException {
    for (OpenStream one : open) {
      one.close();
    }
  }

  private static String room(int number) {
    return "room-" + number / IN_A_ROOM;
  }

  private static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }
}
