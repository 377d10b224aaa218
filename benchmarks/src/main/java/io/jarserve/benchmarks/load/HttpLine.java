package io.jarserve.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection that never repeats a request by itself, as most HTTP clients do: what
 * the server does to a request must be seen. Used by one thread.
 */
final class HttpLine implements AutoCloseable {
  private static final int TIMEOUT_MS = 10_000;

  private final InetSocketAddress server;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  HttpLine(URI server) {
    this.server = new InetSocketAddress(server.getHost(), server.getPort());
  }

  /**
   * Sends a GET and reads the whole answer.
   *
   * @return the status
   * @throws IOException when the connection was refused, broken or silent; it is closed then
   */
  int get(String path) throws IOException {
    try {
      String request = "GET " + path + " HTTP/1.1\r\nHost: " + server.getHostString() + "\r\n\r\n";
      connected().getOutputStream().write(request.getBytes(ISO_8859_1));
      return answer();
    } catch (IOException broken) {
      close();
      throw broken;
    }
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  private Socket connected() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket();
      socket = open;
      open.setTcpNoDelay(true);
      open.setSoTimeout(TIMEOUT_MS);
      open.connect(server, TIMEOUT_MS);
      in = new BufferedInputStream(open.getInputStream());
    }
    return open;
  }

  private int answer() throws IOException {
    String[] start = line().split(" ", 3);
    long length = -1;
    boolean last = false;
    for (String field = line(); !field.isEmpty(); field = line()) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).trim());
      }
      last |= lower.startsWith("connection:") && lower.contains("close");
    }
    if (length < 0) {
      throw new IOException("an answer without Content-Length");
    }
    in.skipNBytes(length);
    if (last) {
      close();
    }
    return Integer.parseInt(start[1]);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("closed within an answer");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
