package io.jarserve.server.replica.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jarserve.server.json.Problem;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.replica.SmallNode;
import io.jarserve.server.testing.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What deployments answer, and what becomes of it, over real HTTP. */
@Timeout(300)
class AnswersTest {

  private static final String BLOCKING = "/blocking";
  private static final String NON_BLOCKING = "/nonblocking";

  @TempDir static Path dir;
  private static SmallNode node;

  @BeforeAll
  static void start() throws IOException {
    node = new SmallNode(dir);
    node.run("blocking", Everything.jar(), Map.of());
    node.run("nonblocking", Everything.jar(), Map.of(OptionKey.NON_BLOCKING, true));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void handle_text_isSentWhole(String app) throws IOException {
    Wire.Answer answer = get(app + "/text");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
    assertThat(answer.header("Content-Length")).isEqualTo("5");
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
    assertThat(answer.headers()).doesNotContainKey("Server");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void handle_oneResponseAgainAndAgain_isTheSameEachTime(String app) throws IOException {
    for (int i = 0; i < 3; i++) {
      Wire.Answer answer = get(app + "/constant");
      assertThat(answer.body()).isEqualTo("constant");
      assertThat(answer.header("X-Kind")).isEqualTo("constant");
      assertThat(get(app + "/json").headers()).doesNotContainKey("X-Kind");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void handle_json_isMapped(String app) throws IOException {
    Wire.Answer answer = get(app + "/json");

    assertThat(answer.body()).isEqualTo("{\"x\":1,\"y\":2}");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void head_anything_hasTheHeadersAndNoBody(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("HEAD", app + "/text", "");
      assertThat(wire.receiveHead().header("Content-Length")).isEqualTo("5");
      wire.send("HEAD", app + "/stream/100000", "");
      assertThat(wire.receiveHead().status()).isEqualTo(200);
      wire.send("HEAD", app + "/announced/7", "");
      assertThat(wire.receiveHead().header("Content-Length")).isEqualTo("7");
      wire.send("GET", app + "/text", "");
      assertThat(wire.receive().body()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void handle_statusWithoutBody_sendsNone(int status) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      for (String path : new String[] {"/empty/", "/status/"}) {
        wire.send("GET", BLOCKING + path + status, "");
        Wire.Answer answer = wire.receiveHead();
        assertThat(answer.status()).isEqualTo(status);
      }
      wire.send("GET", BLOCKING + "/text", "");
      assertThat(wire.receive().body()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void handle_headersOfTheServersOwn_areLeftOut(String app) throws IOException {
    Wire.Answer answer = get(app + "/framing", "X-Request-Id: given");

    assertThat(answer.body()).isEqualTo("body");
    assertThat(answer.header("X-Request-Id")).isEqualTo("given");
    assertThat(answer.header("Date")).isNotEqualTo("long ago");
    assertThat(answer.headers()).doesNotContainKey("Transfer-Encoding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/throw", "/error", "/null", "/length/3", "/unmappable", "/twice", "/breaks/10"})
  void handle_goesWrong_is500AndTheConnectionGoesOn(String path) throws IOException {
    for (String app : new String[] {BLOCKING, NON_BLOCKING}) {
      try (Wire wire = new Wire(node.port())) {
        wire.send("GET", app + path, "", "X-Request-Id: q1");
        Wire.Answer answer = wire.receive();
        answer.assertProblem(500, "deployment_failed");
        assertThat(answer.header("X-Request-Id")).isEqualTo("q1");
        assertThat(answer.body()).doesNotContain("boom", "bang", "snap");
        wire.send("GET", app + "/text", "");
        assertThat(wire.receive().body()).isEqualTo("hello");
      }
    }
  }

  @Test
  void handle_throws_isLoggedOnceWithEverythingThatHelps() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(ReplicaCall.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      get(BLOCKING + "/throw", "X-Request-Id: q42");
      get(BLOCKING + "/refuse");
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list).hasSize(1);
    assertThat(lines.list.get(0).getFormattedMessage())
        .contains("q42", "blocking#Main", "IllegalStateException: boom", "demo.Main.handle");
    assertThat(lines.list.get(0).getThrowableProxy()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void handle_requestException_isItsStatusAndMessage(String app) throws IOException {
    Problem problem = get(app + "/refuse").assertProblem(418, "bad_request");

    assertThat(problem.detail()).isEqualTo("no coffee");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void stream_small_hasALength(String app) throws IOException {
    Wire.Answer answer = get(app + "/stream/20");

    assertThat(answer.body()).isEqualTo("01234567890123456789");
    assertThat(answer.header("Content-Length")).isEqualTo("20");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void stream_large_arrivesWhole(String app) throws IOException {
    Wire.Answer answer = get(app + "/stream/3000000");

    assertThat(answer.bytes()).hasSize(3_000_000);
    assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(answer.body()).startsWith("0123456789").endsWith("0123456789");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void stream_flushed_isSentBeforeTheRest(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", app + "/slowstream", "");
      assertThat(wire.receiveHead().status()).isEqualTo(200);
      assertThat(wire.receiveChunk()).containsExactly('a');
      get(app + "/release");
      assertThat(wire.receiveChunks()).containsExactly('b');
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void stream_asLongAsAnnounced_isKept(String app) throws IOException {
    Wire.Answer answer = get(app + "/announced/1000");

    assertThat(answer.bytes()).hasSize(1000);
    assertThat(answer.header("Content-Length")).isEqualTo("1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/announced/999", "/announced/1001", "/closed"})
  void stream_notAsAnnounced_isRefusedWhileItCan(String path) throws IOException {
    get(BLOCKING + path).assertProblem(500, "deployment_failed");
    get(NON_BLOCKING + path).assertProblem(500, "deployment_failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void stream_breaksAfterItBegan_breaksTheConnection(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", app + "/breaks/100000", "");
      assertThat(wire.receiveHead().status()).isEqualTo(200);
      assertThatThrownBy(wire::receiveChunks)
          .isInstanceOfAny(EOFException.class, SocketException.class);
    }
    assertThat(get(app + "/text").body()).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void late_ofAnyLength_hasItsStatusAndArrivesWhole(String app) throws IOException {
    for (int length : new int[] {0, 1, 16 * 1024, 16 * 1024 + 1, 3_000_000}) {
      Wire.Answer answer = get(app + "/late/" + length);
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header("X-Kind")).isEqualTo("late");
      assertThat(answer.bytes()).hasSize(length);
    }
    assertThat(get(app + "/late/20").header("Content-Length")).isEqualTo("20");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void late_readsTheRequest_whileItIsWritten(String app) throws IOException {
    assertThat(Wire.post(node.port(), app + "/late/echo", "some text").body())
        .isEqualTo("some text");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void late_whereNoBodyMayBe_sendsNone(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("HEAD", app + "/late/100000", "");
      assertThat(wire.receiveHead().status()).isEqualTo(201);
      wire.send("HEAD", app + "/late/10", "");
      assertThat(wire.receiveHead().header("X-Kind")).isEqualTo("late");
      wire.send("GET", app + "/late/none", "");
      assertThat(wire.receiveHead().status()).isEqualTo(204);
      wire.send("GET", app + "/text", "");
      assertThat(wire.receive().body()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"never", "twice", "body", "breaks"})
  void late_goesWrong_is500AndTheConnectionGoesOn(String how) throws IOException {
    for (String app : new String[] {BLOCKING, NON_BLOCKING}) {
      try (Wire wire = new Wire(node.port())) {
        wire.send("GET", app + "/late/" + how, "");
        wire.receive().assertProblem(500, "deployment_failed");
        wire.send("GET", app + "/text", "");
        assertThat(wire.receive().body()).isEqualTo("hello");
      }
    }
  }

  @Test
  void late_requestException_isItsStatusAndMessage() throws IOException {
    Problem problem = get(BLOCKING + "/late/refuse").assertProblem(418, "bad_request");

    assertThat(problem.detail()).isEqualTo("no coffee");
  }

  private static Wire.Answer get(String path, String... headers) throws IOException {
    return Wire.get(node.port(), path, headers);
  }
}
