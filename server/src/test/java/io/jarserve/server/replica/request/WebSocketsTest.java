package io.jarserve.server.replica.request;

import static io.jarserve.server.testing.Soon.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.SmallNode;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.SocketClient;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets over real connections: what arrives, who closes them, and what they cost. */
@Timeout(300)
class WebSocketsTest {

  private static final String BLOCKING = "/blocking";
  private static final String NON_BLOCKING = "/nonblocking";
  private static final String[] HANDSHAKE = {
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol: unknown, chat.v1, chat.v2"
  };

  @TempDir static Path dir;
  private static SmallNode node;

  @BeforeAll
  static void start() throws IOException {
    node = new SmallNode(dir);
    node.run("blocking", jar(), options(false));
    node.run("nonblocking", jar(), options(true));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void socket_messages_comeBackAsTheyAre(String app) {
    try (SocketClient client = connect(app + "/echo")) {
      client.sendText("hello");
      assertThat(client.next()).isEqualTo("hello");
      client.sendText("");
      assertThat(client.next()).isEmpty();
      client.sendBinary(new byte[] {1, 2, 3});
      assertThat(client.next()).isEqualTo("[1, 2, 3]");
      client.sendTextIn(3, "é".repeat(10_000));
      assertThat(client.next()).isEqualTo("é".repeat(30_000));
      client.ping();
      assertThat(client.next()).isEqualTo("pong");
    }
    until(() -> node.router().isIdle());
  }

  @Test
  void socket_opened_answersTheHandshakeOfTheStandard() throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", BLOCKING + "/echo", "", HANDSHAKE);
      Wire.Answer answer = wire.receiveHead();
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(answer.header("Sec-WebSocket-Protocol")).isEqualTo("chat.v1");
      assertThat(answer.header("X-Kind")).isEqualTo("chat");
      assertThat(answer.header("X-Request-Id")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void socket_notAskedFor_is426(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", app + "/echo", "");
      Wire.Answer answer = wire.receive();
      assertThat(answer.status()).isEqualTo(426);
      assertThat(answer.header("Upgrade")).isEqualTo("websocket");
      assertThat(answer.body()).contains("upgrade_required");
      wire.send("GET", app + "/echo", "", "Upgrade: websocket", "Connection: Upgrade");
      assertThat(wire.receive().status()).isEqualTo(426);
      wire.send("GET", app + "/echo", "", "Connection: Upgrade", "Sec-WebSocket-Version: 13");
      assertThat(wire.receive().status()).isEqualTo(426);
    }
    until(() -> node.router().isIdle());
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void socket_closedByEither_isToldWithCodeAndReason(String app) throws IOException {
    try (SocketClient client = connect(app + "/echo")) {
      client.close(4001, "enough");
      until(() -> get(app, "/last").equals("closed 4001 enough"));
    }
    try (SocketClient client = connect(app + "/echo")) {
      client.sendText("close");
      assertThat(client.next()).isEqualTo("before");
      assertThat(client.closed()).isEqualTo("4002 bye");
    }
    until(() -> get(app, "/last").equals("closed 4002 bye"));
    until(() -> node.router().isIdle());
  }

  @Test
  void socket_clientVanishes_isToldAndFreesItsSlot() throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", BLOCKING + "/echo", "", HANDSHAKE);
      assertThat(wire.receiveHead().status()).isEqualTo(101);
      until(() -> get(BLOCKING, "/last").equals("open"));
    }
    until(() -> get(BLOCKING, "/last").startsWith("closed 1006"));
    until(() -> node.router().isIdle());
  }

  @Test
  void socket_listenerThrows_isClosedWith1011() {
    try (SocketClient client = connect(BLOCKING + "/echo")) {
      client.sendText("throw");
      assertThat(client.closed()).startsWith("1011");
    }
    try (SocketClient client = connect(BLOCKING + "/opensBadly")) {
      assertThat(client.closed()).startsWith("1011");
    }
  }

  @Test
  void socket_messageTooLarge_isClosedWith1009() {
    try (SocketClient client = connect(BLOCKING + "/small")) {
      client.sendText("x".repeat(101));
      assertThat(client.closed()).startsWith("1009");
    }
    try (SocketClient client = connect(BLOCKING + "/small")) {
      client.sendTextIn(2, "x".repeat(51));
      assertThat(client.closed()).startsWith("1009");
    }
  }

  @Test
  void socket_kindThatIsNotTaken_isClosedWith1003() {
    try (SocketClient client = connect(BLOCKING + "/small")) {
      client.sendBinary(new byte[1]);
      assertThat(client.closed()).startsWith("1003");
    }
  }

  @Test
  void socket_silentClient_isPingedThenClosed() throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", BLOCKING + "/impatient", "", HANDSHAKE);
      assertThat(wire.receiveHead().status()).isEqualTo(101);
      byte[] frame = new byte[2];
      assertThat(wire.read(frame)).isEqualTo(2);
      assertThat(frame).containsExactly(0x89, 0);
      until(() -> get(BLOCKING, "/last").startsWith("closed 1001"));
    }
  }

  @Test
  void socket_clientThatAnswersPings_staysOpen() {
    try (SocketClient client = connect(BLOCKING + "/patient")) {
      await().pollDelay(Duration.ofMillis(4500)).until(() -> true);
      client.sendText("there");
      assertThat(client.next()).isEqualTo("there");
    }
  }

  @Test
  void socket_clientReadsNothing_offerSaysNoAndSendWaits() {
    try (SocketClient client = connect(BLOCKING + "/flood")) {
      client.hold();
      client.sendText("go");
      until(() -> get(BLOCKING, "/last").startsWith("full after"));
      int expected = Integer.parseInt(get(BLOCKING, "/last").substring("full after ".length()));
      client.letGo();
      for (int i = 0; i <= expected; i++) {
        assertThat(client.next()).hasSize(10_000);
      }
      assertThat(client.next()).isEqualTo("the end");
    }
  }

  @Test
  void socket_listenerIsBusy_nextMessageWaits() {
    try (SocketClient client = connect(BLOCKING + "/oneByOne")) {
      for (int i = 0; i < 50; i++) {
        client.sendText("" + i);
      }
      for (int i = 0; i < 50; i++) {
        assertThat(client.next()).isEqualTo(i + " alone");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void socket_many_holdNoThread(String app) {
    List<SocketClient> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clients.add(connect(app + "/echo"));
    }
    assertThat(Integer.parseInt(get(app, "/threads"))).isLessThan(40);
    clients.forEach(client -> client.sendText("there"));
    clients.forEach(client -> assertThat(client.next()).isEqualTo("there"));
    clients.forEach(SocketClient::close);
    until(() -> node.router().isIdle());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void socket_replicaStops_isClosedWith1001AtOnce(boolean nonBlocking) {
    ReplicaId id =
        node.run(
            "going",
            jar(),
            Map.of(
                OptionKey.NON_BLOCKING, nonBlocking, OptionKey.GRACEFUL_SHUTDOWN_TIMEOUT_S, 3600));
    try (SocketClient client = connect("/going/echo")) {
      until(() -> get("/going", "/last").equals("open"));
      node.stop(id);
      assertThat(client.closed()).startsWith("1001 the replica stops");
    }
  }

  @Test
  void socket_listenerHangsWhenTheReplicaStops_isInterrupted() {
    ReplicaId id = node.run("hangs", jar(), Map.of(OptionKey.GRACEFUL_SHUTDOWN_TIMEOUT_S, 0.1));
    try (SocketClient client = connect("/hangs/echo")) {
      client.sendText("hang");
      until(() -> get("/hangs", "/last").equals("hanging"));
      node.stop(id);
    }
  }

  @Test
  void close_ofThePort_closesThemWith1001(@TempDir Path other) throws IOException {
    SmallNode closing = new SmallNode(other);
    closing.run("app", jar(), Map.of());
    try (SocketClient client = SocketClient.connect(closing.port(), "/app/echo")) {
      client.sendText("there");
      assertThat(client.next()).isEqualTo("there");
      closing.close();
      assertThat(client.closed()).startsWith("1001");
    }
  }

  private static SocketClient connect(String path) {
    return SocketClient.connect(node.port(), path);
  }

  private static String get(String app, String path) {
    try {
      return Wire.get(node.port(), app + path).body();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<OptionKey, Object> options(boolean nonBlocking) {
    return Map.of(
        OptionKey.MAX_ONGOING_REQUESTS,
        1000,
        OptionKey.REQUEST_TIMEOUT_S,
        2,
        OptionKey.NON_BLOCKING,
        nonBlocking);
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0")
        .deployment(
            "demo.Main",
            "",
            """
            private volatile String last = "";

            public Response handle(Request r) throws Exception {
              switch (r.path()) {
                case "/echo": return Response.webSocket(
                    WebSocketOptions.DEFAULT.withSubprotocols("chat.v1", "chat.v2"), new Echo())
                    .withHeader("X-Kind", "chat");
                case "/small": return Response.webSocket(
                    WebSocketOptions.DEFAULT.withMaxMessageBytes(100), new Small());
                case "/impatient": return Response.webSocket(
                    WebSocketOptions.DEFAULT.withIdleTimeout(java.time.Duration.ofMillis(400)), new Echo());
                case "/patient": return Response.webSocket(
                    WebSocketOptions.DEFAULT.withIdleTimeout(java.time.Duration.ofSeconds(4)), new Echo());
                case "/opensBadly": return Response.webSocket(new WebSocketListener() {
                    public void onOpen(WebSocket socket) { throw new IllegalStateException("boom"); } });
                case "/flood": return Response.webSocket(new Flood());
                case "/oneByOne": return Response.webSocket(new OneByOne());
                case "/threads": return Response.text("" + Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().contains("blocking-1.0")).count());
                default: return Response.text(last);
              }
            }

            private final class Echo implements WebSocketListener {
              public void onOpen(WebSocket socket) { last = "open"; }
              public void onText(WebSocket socket, String text) throws Exception {
                switch (text) {
                  case "throw": throw new IllegalStateException("boom");
                  case "close": socket.sendText("before"); socket.close(4002, "bye"); break;
                  case "hang": last = "hanging"; Thread.sleep(60_000); break;
                  default: socket.sendText(text);
                }
              }
              public void onBinary(WebSocket socket, byte[] bytes) throws Exception {
                socket.sendBinary(bytes);
              }
              public void onClose(WebSocket socket, int code, String reason) {
                last = "closed " + code + " " + reason;
              }
            }

            private static final class Small implements WebSocketListener {
              public void onText(WebSocket socket, String text) throws Exception {
                socket.sendText(text);
              }
            }

            private static final class OneByOne implements WebSocketListener {
              private int inside;
              public void onText(WebSocket socket, String text) throws Exception {
                inside++;
                Thread.yield();
                socket.sendText(text + (inside == 1 ? " alone" : " in company"));
                inside--;
              }
            }

            private final class Flood implements WebSocketListener {
              public void onText(WebSocket socket, String text) throws Exception {
                int count = 0;
                String data = "x".repeat(10_000);
                while (socket.offerText(data)) {
                  count++;
                }
                last = "full after " + count;
                socket.sendText(data);
                socket.sendText("the end");
              }
            }
            """);
  }
}
