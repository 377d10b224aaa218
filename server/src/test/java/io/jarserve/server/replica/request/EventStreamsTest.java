package io.jarserve.server.replica.request;

import static io.jarserve.server.testing.Soon.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.SmallNode;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** Server-sent events over real HTTP: what arrives, who ends them, and what they cost. */
@Timeout(300)
class EventStreamsTest {

  private static final String BLOCKING = "/blocking";
  private static final String NON_BLOCKING = "/nonblocking";

  @TempDir static Path dir;
  private static SmallNode node;

  @BeforeAll
  static void start() throws IOException {
    node = new SmallNode(dir);
    Map<OptionKey, Object> options =
        Map.of(OptionKey.MAX_ONGOING_REQUESTS, 1000, OptionKey.REQUEST_TIMEOUT_S, 2);
    node.run("blocking", jar(), options);
    node.run(
        "nonblocking",
        jar(),
        Map.of(
            OptionKey.MAX_ONGOING_REQUESTS,
            1000,
            OptionKey.REQUEST_TIMEOUT_S,
            2,
            OptionKey.NON_BLOCKING,
            true));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void events_sentAndClosed_arriveAsTheyAre(String app) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", app + "/some", "", "Last-Event-ID: 41");
      Wire.Answer head = wire.receiveHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(head.header("Cache-Control")).isEqualTo("no-store");
      assertThat(head.header("X-Request-Id")).isNotEmpty();
      assertThat(text(wire.receiveChunks()))
          .isEqualTo(
              "data: after 41\n\n"
                  + "event: tick\nid: 42\nretry: 1500\ndata: one\ndata: \ndata: two\n\n"
                  + "data: \n\n"
                  + "data: line\ndata: \n\n");
      wire.send("GET", app + "/last", "");
      assertThat(wire.receive().status()).isEqualTo(200);
    }
    until(() -> get(app, "/last").equals("closed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void events_toHead_areHeadersAlone(String app) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("HEAD", app + "/some", "");
      assertThat(wire.receiveHead().header("Content-Type")).isEqualTo("text/event-stream");
      wire.send("GET", app + "/open", "");
      assertThat(wire.receive().body()).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void events_pastTheDeadline_stayOpenWithoutAThread(String app) throws Exception {
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Wire wire = new Wire(node.port());
      wires.add(wire);
      wire.send("GET", app + "/stay", "");
      assertThat(wire.receiveHead().status()).isEqualTo(200);
    }
    until(() -> get(app, "/open").equals("200"));
    await().pollDelay(Duration.ofMillis(2100)).until(() -> true);
    assertThat(Integer.parseInt(get(app, "/threads"))).isLessThan(40);

    assertThat(get(app, "/tell")).isEqualTo("200");

    for (Wire wire : wires) {
      assertThat(text(wire.receiveChunk())).isEqualTo("data: told\n\n");
      wire.close();
    }
    until(() -> get(app, "/open").equals("0"));
    until(() -> node.router().isIdle());
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void events_clientReadsNothing_offerSaysNoAndSendWaits(String app) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", app + "/flood", "");
      until(() -> get(app, "/last").startsWith("full after"));
      wire.receiveHead();
      int received = 0;
      String chunk = text(wire.receiveChunk());
      while (!chunk.contains("the end")) {
        received++;
        chunk = text(wire.receiveChunk());
      }
      assertThat(get(app, "/last")).isEqualTo("sent after " + received);
    }
  }

  @Test
  void events_clientGoesWhileSendWaits_wakesIt() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", BLOCKING + "/flood", "");
      until(() -> get(BLOCKING, "/last").startsWith("full after"));
    }
    until(() -> get(BLOCKING, "/last").equals("woken"));
    until(() -> node.router().isIdle());
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void events_openThrows_breaksTheConnection(String app) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", app + "/throw", "");
      assertThat(wire.receiveHead().status()).isEqualTo(200);
      assertThat(wire.isClosedByServer()).isTrue();
    }
    until(() -> node.router().isIdle());
  }

  @Test
  void events_nothingSent_getsAHeartbeat() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", BLOCKING + "/heartbeat", "");
      wire.receiveHead();
      assertThat(text(wire.receiveChunk())).isEqualTo(":\n\n");
      assertThat(text(wire.receiveChunk())).isEqualTo(":\n\n");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void events_replicaStops_endCleanlyAtOnce(boolean nonBlocking) throws Exception {
    ReplicaId id =
        node.run(
            "going",
            jar(),
            Map.of(
                OptionKey.NON_BLOCKING, nonBlocking, OptionKey.GRACEFUL_SHUTDOWN_TIMEOUT_S, 3600));
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", "/going/stay", "");
      wire.receiveHead();
      until(() -> get("/going", "/open").equals("1"));
      node.stop(id);
      assertThat(wire.receiveChunks()).isEmpty();
    }
  }

  @Test
  void close_ofThePort_endsThemCleanlyAtOnce(@TempDir Path other) throws Exception {
    SmallNode closing = new SmallNode(other);
    closing.run("app", jar(), Map.of());
    try (Wire wire = new Wire(closing.port())) {
      wire.send("GET", "/app/stay", "");
      wire.receiveHead();
      closing.close();
      assertThat(wire.receiveChunks()).isEmpty();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String get(String app, String path) throws IOException {
    return Wire.get(node.port(), app + path).body();
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0")
        .deployment(
            "demo.Main",
            "",
            """
            private final Set<EventStream> open = java.util.concurrent.ConcurrentHashMap.newKeySet();
            private volatile String last = "";

            public Response handle(Request r) throws Exception {
              switch (r.path()) {
                case "/some": return Response.events(this::some);
                case "/stay": return Response.events(this::stay);
                case "/heartbeat": return Response.events(java.time.Duration.ofMillis(20), s -> {});
                case "/flood": return Response.events(this::flood);
                case "/throw": return Response.events(s -> { throw new IllegalStateException("boom"); });
                case "/tell": return Response.text("" + open.stream().filter(s -> s.offer(ServerEvent.of("told"))).count());
                case "/open": return Response.text("" + open.size());
                case "/threads": return Response.text("" + Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().contains("blocking-1.0")).count());
                default: return Response.text(last);
              }
            }

            private void some(EventStream stream) throws Exception {
              stream.onClose(() -> last = "closed");
              stream.send("after " + stream.lastEventId().orElse("-"));
              stream.send(ServerEvent.of("one\\n\\ntwo").withName("tick").withId("42").withRetry(java.time.Duration.ofMillis(1500)));
              stream.send("");
              stream.send("line\\n");
              stream.close();
              stream.close();
              if (stream.isOpen() || stream.offer(ServerEvent.of("late"))) {
                throw new IllegalStateException("open");
              }
            }

            private void stay(EventStream stream) {
              open.add(stream);
              stream.onClose(() -> open.remove(stream));
            }

            private void flood(EventStream stream) throws Exception {
              int count = 0;
              String data = "x".repeat(10_000);
              while (stream.offer(ServerEvent.of(data))) {
                count++;
              }
              last = "full after " + count;
              try {
                stream.send(data);
              } catch (java.io.IOException e) {
                last = "woken";
                throw e;
              }
              last = "sent after " + (count + 1);
              stream.send("the end");
            }
            """);
  }
}
