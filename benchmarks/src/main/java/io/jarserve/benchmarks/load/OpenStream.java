package io.jarserve.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** One connection that stays open, and waits for a word. Used by one thread. */
final class OpenStream implements AutoCloseable {
  private static final int TIMEOUT_MS = 30_000;
  private static final String UPGRADE =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  private final Socket socket = new Socket();
  private final InputStream in;

  private OpenStream(URI server) throws IOException {
    socket.setSoTimeout(TIMEOUT_MS);
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MS);
    in = socket.getInputStream();
  }

  /** A stream of server-sent events. */
  static OpenStream events(URI server, String path) throws IOException {
    return opened(server, "GET " + path, "", "200");
  }

  /** A WebSocket. */
  static OpenStream socket(URI server, String path) throws IOException {
    return opened(server, "GET " + path, UPGRADE, "101");
  }

  /** Posts a text, and wants status 204. */
  static void post(URI server, String path, String text) throws IOException {
    opened(server, "POST " + path, "Content-Length: " + text.length() + "\r\n", "204", text)
        .close();
  }

  /** Reads until the word has come. */
  void await(String word) throws IOException {
    for (int matched = 0; matched < word.length(); ) {
      int next = read();
      boolean fits = next == word.charAt(matched);
      matched = fits ? matched + 1 : next == word.charAt(0) ? 1 : 0;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static OpenStream opened(URI server, String line, String headers, String status)
      throws IOException {
    return opened(server, line, headers, status, "");
  }

  private static OpenStream opened(
      URI server, String line, String headers, String status, String body) throws IOException {
    OpenStream stream = new OpenStream(server);
    String request =
        line + " HTTP/1.1\r\nHost: " + server.getHost() + "\r\n" + headers + "\r\n" + body;
    stream.socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    stream.await("HTTP/1.1 " + status);
    stream.await("\r\n\r\n");
    return stream;
  }

  private int read() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the server closed a connection that was to stay open");
    }
    return next;
  }
}
