package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sends exactly the bytes it is given: HTTP as clients would not let us write it. */
final class RawHttp {

  record Answer(int status, Map<String, String> headers, String body) {}

  private RawHttp() {}

  static Answer send(int port, String... lines) throws IOException {
    String head = Arrays.stream(lines).collect(Collectors.joining("\r\n")) + "\r\n";
    return bytes(port, head + "Connection: close\r\n\r\n");
  }

  static Answer bytes(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return parse(new String(answer(socket.getInputStream()), UTF_8));
    }
  }

  /** All of it, or its beginning where it goes on for as long as the client stays. */
  private static byte[] answer(InputStream in) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    int n = 0;
    while (n >= 0) {
      answer.write(piece, 0, n);
      boolean goesOn =
          answer.size() < 16_384 && answer.toString(UTF_8).contains("text/event-stream\r\n");
      n = goesOn ? -1 : in.read(piece);
    }
    return answer.toByteArray();
  }

  private static Answer parse(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    String[] head = answer.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Arrays.stream(head)
        .skip(1)
        .map(line -> line.split(": ?", 2))
        .forEach(field -> headers.put(field[0], field[1]));
    int status = Integer.parseInt(head[0].split(" ", -1)[1]);
    return new Answer(status, headers, answer.substring(end + 4));
  }
}
