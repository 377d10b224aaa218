package io.jarserve.server.replica.request;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request reaches a deployment, and what is refused, over real HTTP. */
@Timeout(300)
class RequestsTest {

  private static final String BLOCKING = "/blocking";
  private static final String NON_BLOCKING = "/nonblocking";
  private static final int LIMIT = 10_000_000;

  @TempDir static Path dir;
  private static SmallNode node;

  @BeforeAll
  static void start() throws IOException {
    node = new SmallNode(dir);
    node.run("blocking", Everything.jar(), Map.of(OptionKey.MAX_REQUEST_BYTES, LIMIT));
    node.run(
        "nonblocking",
        Everything.jar(),
        Map.of(OptionKey.MAX_REQUEST_BYTES, LIMIT, OptionKey.NON_BLOCKING, true));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void handle_request_isDescribedAsItIs(String app) throws IOException {
    Wire.Answer answer =
        Wire.post(
            node.port(),
            app + "/describe?q=a%20b&q=c&p",
            "12345",
            "X-A: one",
            "X-a: two",
            "X-Request-Id: q7");

    assertThat(answer.body())
        .isEqualTo(
            "POST /describe a b [a b, c] one [one, two] q7"
                + " [Host, X-A, X-a, X-Request-Id, Content-Length] true 5");
  }

  @Test
  void handle_always_runsOnTheThreadThatItIsDeclaredFor() throws IOException {
    assertThat(Wire.get(node.port(), BLOCKING + "/thread").body()).startsWith("blocking-1.0");
    assertThat(Wire.get(node.port(), NON_BLOCKING + "/thread").body())
        .as("the one that read the request")
        .startsWith("jarserve-http-");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void handle_request_saysWhereItCameIn(String app) throws IOException {
    assertThat(Wire.get(node.port(), app + "/where/x%20y;v=1?q=%20&p").body())
        .isEqualTo("http test HTTP/1.1 " + app + " /where/x%20y;v=1 q=%20&p true");
    assertThat(Wire.get(node.port(), app + ";v=1/./where/x%20y").body())
        .isEqualTo("http test HTTP/1.1 " + app + " /where/x%20y - true");
  }

  @Test
  void authority_withoutAHost_isTheAddress() throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.raw("GET " + BLOCKING + "/where HTTP/1.0\r\n\r\n");
      assertThat(wire.receive().body())
          .isEqualTo("http 127.0.0.1:" + node.port() + " HTTP/1.0 /blocking /where - true");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/x%20y/%C3%A9, path /x y/é",
    "/a/../b, path /b",
    "/a/./b/, path /a/b/",
    "'', path /",
    "/, path /",
    "/%3Bx%3F, path /;x?",
  })
  void handle_path_isDecodedBelowThePrefix(String path, String body) throws IOException {
    assertThat(Wire.get(node.port(), BLOCKING + path).body()).isEqualTo(body);
    assertThat(Wire.get(node.port(), NON_BLOCKING + path).body()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%2Fb", "/%2e%2e/b", "/a//b", "/a%zz"})
  void handle_ambiguousPath_is400(String path) throws IOException {
    Wire.get(node.port(), BLOCKING + path).assertProblem(400, "bad_request");
  }

  @Test
  void handle_dotsOutOfThePrefix_isAnotherRoute() throws IOException {
    assertThat(Wire.get(node.port(), BLOCKING + "/../nonblocking/text").status()).isEqualTo(200);
    Wire.get(node.port(), BLOCKING + "/../secret").assertProblem(404, "no_route");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void body_ofAnySize_arrivesWhole(String app) throws IOException {
    for (int size : new int[] {0, 1, 8191, 8192, 100_000, LIMIT}) {
      String body = "x".repeat(size);
      assertThat(Wire.post(node.port(), app + "/echo", body).bytes()).hasSize(size);
      assertThat(Wire.post(node.port(), app + "/count", body).body()).isEqualTo("" + size);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void body_inChunks_arrivesWhole(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("POST", app + "/read", "", "Transfer-Encoding: chunked");
      wire.raw("5\r\nhello\r\n");
      wire.raw("1\r\n \r\n6\r\nworld!\r\n");
      wire.raw("0\r\n\r\n");
      assertThat(wire.receive().body()).isEqualTo("hello world!");
      wire.send("GET", app + "/text", "");
      assertThat(wire.receive().body()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void body_announcedTooLarge_is413(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("POST", app + "/echo", "", "Content-Length: " + (LIMIT + 1));
      wire.receive().assertProblem(413, "body_too_large");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void body_growsTooLarge_is413(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("POST", app + "/echo", "", "Transfer-Encoding: chunked");
      String piece = "x".repeat(1_000_000);
      for (int i = 0; i < 10; i++) {
        wire.raw("F4240\r\n" + piece + "\r\n");
      }
      wire.raw("1\r\nx\r\n0\r\n\r\n");
      wire.receive().assertProblem(413, "body_too_large");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void body_expectsContinue_isAskedFor(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("POST", app + "/read", "", "Content-Length: 5", "Expect: 100-continue");
      assertThat(wire.receiveHead().status()).isEqualTo(100);
      wire.raw("hello");
      assertThat(wire.receive().body()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void body_notRead_doesNotDisturbTheNextRequest(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("POST", app + "/ignore", "x".repeat(20_000));
      assertThat(wire.receive().body()).isEqualTo("ignored");
      wire.send("GET", app + "/text", "");
      assertThat(wire.receive().body()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void body_endsEarly_is400AndNothingElseBreaks(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("POST", app + "/read", "", "Content-Length: 10");
      wire.raw("hello");
      wire.endOfInput();
      wire.receive().assertProblem(400, "bad_request");
    }
    assertThat(Wire.get(node.port(), app + "/text").body()).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void json_thatDoesNotFit_is400AndNamesTheField(String app) throws IOException {
    Wire.Answer good = Wire.post(node.port(), app + "/point", "{\"x\":3,\"y\":4,\"z\":5}");
    assertThat(good.body()).isEqualTo("{\"x\":3,\"y\":4}");

    Wire.Answer bad = Wire.post(node.port(), app + "/point", "{\"x\":\"three\"}");
    assertThat(bad.assertProblem(400, "bad_request").detail()).contains("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void requests_inOnePiece_areAnsweredInOrder(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        all.append("GET ")
            .append(app)
            .append("/n")
            .append(i)
            .append(" HTTP/1.1\r\nHost: x\r\n\r\n");
        all.append("POST ").append(app);
        all.append("/read HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n")
            .append(i % 10)
            .append('!');
      }
      wire.raw(all.toString());
      for (int i = 0; i < 20; i++) {
        assertThat(wire.receive().body()).isEqualTo("path /n" + i);
        assertThat(wire.receive().body()).isEqualTo(i % 10 + "!");
      }
    }
  }

  @Test
  void text_unknownCharset_is415() throws IOException {
    Wire.Answer answer =
        Wire.post(node.port(), BLOCKING + "/read", "x", "Content-Type: text/plain;charset=nope");

    assertThat(answer.assertProblem(415, "bad_request").detail()).contains("nope");
  }

  @Test
  void query_thatCannotBeDecoded_is400() throws IOException {
    Wire.get(node.port(), BLOCKING + "/describe?q=%zz").assertProblem(400, "bad_request");
  }
}
