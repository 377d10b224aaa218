package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ServerProcess;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams that are larger than the heap; the long form is {@code benchmarks/streams.sh}. */
@Timeout(300)
class LargeStreamIT {

  private static final int PIECE = 64 * 1024;
  private static final long BYTES = 4096L * PIECE;

  @TempDir Path home;

  @Test
  void stream_fourTimesTheHeap_goesThroughBothWays() throws IOException {
    jar().writeTo(TestNode.deployDir(home).resolve("large.jar"));
    try (ServerProcess server = ServerProcess.start(home, "-Xmx64m")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> server.get("/large").filter(answer -> answer.statusCode() == 200).isPresent());

      assertThat(upload(server)).isEqualTo(String.valueOf(BYTES));
      assertThat(download(server)).isEqualTo(BYTES);
      assertThat(server.log()).doesNotContain("OutOfMemoryError");
    }
  }

  private static String upload(ServerProcess server) throws IOException {
    try (Wire wire = new Wire(server.httpPort())) {
      wire.send("PUT", "/large", "", "Content-Length: " + BYTES);
      byte[] piece = new byte[PIECE];
      for (long sent = 0; sent < BYTES; sent += PIECE) {
        wire.raw(piece);
      }
      return wire.receive().body();
    }
  }

  private static long download(ServerProcess server) throws IOException {
    try (Wire wire = new Wire(server.httpPort())) {
      wire.send("GET", "/large/down", "");
      wire.receiveHead();
      long received = 0;
      for (int size = wire.receiveChunk().length; size > 0; size = wire.receiveChunk().length) {
        received += size;
      }
      return received;
    }
  }

  private static PluginJars jar() {
    return PluginJars.jar("large", "1.0")
        .deployment(
            "demo.Main",
            "routePrefix = \"/large\", maxRequestBytes = 1L << 40, requestTimeout = \"3m\"",
            """
            public Response handle(Request r) throws Exception {
              if (r.method().equals("PUT")) {
                return Response.text("" + r.stream().transferTo(java.io.OutputStream.nullOutputStream()));
              } else if (r.path().equals("/")) {
                return Response.text("ready");
              }
              return Response.stream("a/b", out -> {
                byte[] piece = new byte[64 * 1024];
                for (int i = 0; i < 4096; i++) {
                  out.write(piece);
                }
              });
            }
            """);
  }
}
