package io.jarserve.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.Problem;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * One connection on which a test says exactly what it wants and reads one answer after the other.
 */
public final class Wire implements AutoCloseable {

  private static final int READ_TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;

  /** One answer; header names in any case. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Answer(int status, Map<String, String> headers, byte[] bytes) {

    public String body() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** What went wrong, as it is told with that status. */
    public Problem assertProblem(int status) {
      assertThat(status()).as(body()).isEqualTo(status);
      assertThat(header("Content-Type")).isEqualTo(Problem.CONTENT_TYPE);
      Problem problem = Json.read(bytes, Problem.class);
      assertThat(problem.status()).isEqualTo(status);
      assertThat(problem.requestId()).isNotEmpty().isEqualTo(header("X-Request-Id"));
      return problem;
    }

    /** The same, for that reason. */
    public Problem assertProblem(int status, String reason) {
      Problem problem = assertProblem(status);
      assertThat(problem.reason()).as(problem.detail()).isEqualTo(reason);
      return problem;
    }
  }

  public Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** One GET on a connection of its own. */
  public static Answer get(int port, String path, String... headers) throws IOException {
    try (Wire wire = new Wire(port)) {
      wire.send("GET", path, "", headers);
      return wire.receive();
    }
  }

  /** One POST on a connection of its own. */
  public static Answer post(int port, String path, String body, String... headers)
      throws IOException {
    try (Wire wire = new Wire(port)) {
      wire.send("POST", path, body, headers);
      return wire.receive();
    }
  }

  /** A request; the length of the body is added when there is one. */
  public void send(String method, String path, String body, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n");
    Arrays.stream(headers).forEach(header -> head.append(header).append("\r\n"));
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    if (content.length > 0) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    raw(head + "\r\n" + body);
  }

  /** Any bytes. */
  public void raw(String text) throws IOException {
    raw(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Any bytes. */
  public void raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** The next answer, with its whole body. */
  public Answer receive() throws IOException {
    Answer head = receiveHead();
    return new Answer(head.status(), head.headers(), body(head));
  }

  /** The next answer to a HEAD request, or what precedes a body. */
  public Answer receiveHead() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] field = line.split(": ?", 2);
      headers.put(field[0], field[1]);
    }
    return new Answer(status, headers, new byte[0]);
  }

  /** The next bytes, as far as they have come; -1 at the end. */
  public int read(byte[] to) throws IOException {
    return in.read(to);
  }

  /** What is left of a chunked body, to its proper end. */
  public byte[] receiveChunks() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] chunk = receiveChunk(); chunk.length > 0; chunk = receiveChunk()) {
      whole.write(chunk);
    }
    line();
    return whole.toByteArray();
  }

  /** The next piece of a chunked body, whose line end may come later; empty at the end. */
  public byte[] receiveChunk() throws IOException {
    String size = line();
    while (size.isEmpty()) {
      size = line();
    }
    return exactly(Integer.parseInt(size, 16));
  }

  /** Whether the server has closed the connection; waits for it or for another byte. */
  public boolean isClosedByServer() {
    try {
      return in.read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  /** No more is sent. */
  public void endOfInput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private byte[] body(Answer head) throws IOException {
    if (head.header("Transfer-Encoding").equals("chunked")) {
      return receiveChunks();
    }
    String length = head.header("Content-Length");
    return length.isEmpty() ? new byte[0] : exactly(Integer.parseInt(length));
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("only " + bytes.length + " of " + length + " bytes came");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed after '" + line + "'");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
