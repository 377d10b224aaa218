package io.jarserve.server.replica.request;

import static io.jarserve.server.testing.Soon.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.replica.SmallNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines that pass and clients that go, at every point of a request. */
@Timeout(300)
class DeadlinesTest {

  private static final String BLOCKING = "/blocking";
  private static final String NON_BLOCKING = "/nonblocking";

  @TempDir static Path dir;
  private static SmallNode node;

  @BeforeAll
  static void start() throws IOException {
    node = new SmallNode(dir);
    node.run("blocking", Everything.jar(), Map.of(OptionKey.REQUEST_TIMEOUT_S, 1));
    node.run(
        "nonblocking",
        Everything.jar(),
        Map.of(OptionKey.REQUEST_TIMEOUT_S, 1, OptionKey.NON_BLOCKING, true));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void handle_tooSlow_is504AndInterrupted() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", BLOCKING + "/wait", "", "X-Request-Id: q9");
      Wire.Answer answer = wire.receive();
      assertThat(answer.status()).isEqualTo(504);
      assertThat(answer.body()).contains("\"deadline\"", "q9", "request_timeout_s");
      until(() -> last(BLOCKING).equals("interrupted"));
      wire.send("GET", BLOCKING + "/text", "");
      assertThat(wire.receive().body()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void body_stalls_is504(String app) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("POST", app + "/read", "", "Content-Length: 10");
      wire.raw("hello");
      assertThat(wire.receive().status()).isEqualTo(504);
      assertThat(wire.isClosedByServer()).isTrue();
    }
    until(() -> node.router().isIdle());
    assertThat(Wire.get(node.port(), app + "/text").body()).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void stream_tooSlow_isBrokenOffOnceItHasBegun(String app) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", app + "/slowstream", "");
      assertThat(wire.receiveHead().status()).isEqualTo(200);
      assertThat(wire.receiveChunk()).containsExactly('a');
      assertThat(wire.isClosedByServer()).isTrue();
    }
    assertThat(Wire.get(node.port(), app + "/text").body()).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void stream_clientReadsNothing_isBrokenOffAtTheDeadline(String app) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", app + "/endless", "");
      until(() -> last(app).endsWith("Exception"));
    }
    until(() -> node.router().isIdle());
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void stream_clientGoes_endsTheWriter(String app) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", app + "/endless", "");
      wire.receiveHead();
    }
    until(() -> last(app).endsWith("Exception"));
    until(() -> node.router().isIdle());
    assertThat(Wire.get(node.port(), app + "/text").body()).isEqualTo("hello");
  }

  @Test
  void handle_clientGoes_nothingBreaks() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", BLOCKING + "/wait", "");
      until(() -> !node.router().isIdle());
    }
    until(() -> node.router().isIdle());
    assertThat(Wire.get(node.port(), BLOCKING + "/text").body()).isEqualTo("hello");
  }

  private static String last(String app) throws IOException {
    return Wire.get(node.port(), app + "/last").body();
  }
}
