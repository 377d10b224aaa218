package io.jarserve.benchmarks.micro;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection that asks the same thing again and again, and allocates nothing for it: every answer
 * has as many bytes as the first. One thread.
 */
final class Line implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] request;
  private final byte[] answer;

  Line(int port, String path) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = socket.getInputStream();
    out = socket.getOutputStream();
    request =
        ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    answer = first();
  }

  /** Sends a request; its answer is to be received before the next. */
  void send() throws IOException {
    out.write(request);
  }

  /** The whole answer. */
  int receive() throws IOException {
    for (int have = 0; have < answer.length; ) {
      int count = in.read(answer, have, answer.length - have);
      if (count < 0) {
        throw new EOFException("the answer ended after " + have + " bytes");
      }
      have += count;
    }
    return answer[9];
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private byte[] first() throws IOException {
    out.write(request);
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException(head.toString());
      }
      head.append((char) next);
    }
    String text = head.toString().toLowerCase(Locale.ROOT);
    if (!text.startsWith("http/1.1 200")) {
      throw new IOException("wanted 200 but got " + head);
    }
    String length = text.replaceAll("(?s).*content-length: (\\d+).*", "$1");
    byte[] body = in.readNBytes(Integer.parseInt(length));
    return new byte[head.length() + body.length];
  }
}
