package io.jarserve.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class OpenStreamTest {

  @Test
  void await_wordInWhatComes_findsItOrSaysThatTheServerClosed() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> asked =
          CompletableFuture.supplyAsync(
              () -> answer(server, "HTTP/1.1 200 OK\r\nX: y\r\n\r\ndata: wowoword\n\n"));

      try (OpenStream stream =
          OpenStream.events(URI.create("http://127.0.0.1:" + server.getLocalPort()), "/events")) {
        stream.await("word");

        assertThat(asked.get()).startsWith("GET /events HTTP/1.1\r\n");
        assertThatThrownBy(() -> stream.await("word")).isInstanceOf(EOFException.class);
      }
    }
  }

  private static String answer(ServerSocket server, String text) {
    try (Socket socket = server.accept()) {
      byte[] request = new byte[1024];
      int count = socket.getInputStream().read(request);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new String(request, 0, count, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
