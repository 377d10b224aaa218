package io.jarserve.server.routing;

import static io.jarserve.server.testing.Soon.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many requests that miss the same answer at once. */
@Timeout(300)
class FlightTest {

  private static final HttpField[] NONE = {};
  private static final Map<OptionKey, Object> OPTIONS =
      Map.of(
          OptionKey.RESPONSE_CACHE,
          Map.of("ttl_s", 600),
          OptionKey.MAX_QUEUED_REQUESTS,
          5,
          OptionKey.REQUEST_TIMEOUT_S,
          30);

  private final Hands hands = new Hands();
  private final List<Wire> clients = new ArrayList<>();
  private RoutingServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RoutingServer(OPTIONS);
    server.router.serve(RoutingServer.APP, List.of(hands));
  }

  @AfterEach
  void stop() throws IOException {
    for (Wire client : clients) {
      client.close();
    }
    server.close();
  }

  @Test
  void answer_thatMayBeKept_isForAllWhoAskedAndWillAsk() throws IOException {
    Wire leader = leader();
    Wire other = waiting(1);
    Wire third = waiting(2);

    hands.take().send(200, NONE, bytes("once"));

    assertAnswer(leader, 200, "once", "jarserve; fwd=uri-miss; stored");
    assertAnswer(other, 200, "once", "jarserve; fwd=uri-miss; collapsed");
    assertAnswer(third, 200, "once", "jarserve; fwd=uri-miss; collapsed");
    assertAnswer(ask(), 200, "once", "jarserve; hit");
    assertThat(hands.taken).isEmpty();
  }

  @Test
  void answer_thatMustNotBeKept_isForTheLeaderAloneAndTheNextDoNotWait() throws IOException {
    Wire leader = leader();
    Wire other = waiting(1);
    HttpField[] own = {new HttpField(HttpHeader.CACHE_CONTROL, "private")};

    hands.take().send(200, own, bytes("mine"));
    assertAnswer(leader, 200, "mine", "");
    hands.await(1);
    Wire next = ask();
    hands.await(2);
    hands.take().send(200, own, bytes("others"));
    hands.take().send(200, own, bytes("next"));

    assertAnswer(other, 200, "others", "");
    assertAnswer(next, 200, "next", "");
  }

  @Test
  void answer_thatIsAnError_sendsTheOthersByThemselvesAndPoisonsNothing() throws IOException {
    Wire leader = leader();
    Wire other = waiting(1);

    Exchange failing = hands.taken.remove();
    failing.refuse(Refusal.DEPLOYMENT_FAILED, "it threw");
    assertThat(leader.receive().status()).isEqualTo(500);
    hands.await(1);
    hands.take().send(200, NONE, bytes("good"));

    assertThat(other.receive().body()).isEqualTo("good");
    Wire next = ask();
    hands.await(1);
    hands.take().send(200, NONE, bytes("kept"));
    assertAnswer(next, 200, "kept", "jarserve; fwd=uri-miss; stored");
  }

  @Test
  void answer_inPieces_isForTheLeaderAlone() throws IOException {
    Wire leader = leader();
    Wire other = waiting(1);

    Exchange streaming = hands.take();
    streaming.head(200, NONE);
    hands.await(1);
    streaming.write(true, bytes("stream"), streaming);
    hands.take().send(200, NONE, bytes("whole"));

    assertThat(leader.receive().body()).isEqualTo("stream");
    assertThat(other.receive().body()).isEqualTo("whole");
  }

  @Test
  void leader_whoseTimeIsUp_isFollowedByOneOfThoseThatHaveSome() throws IOException {
    Wire leader = leader();
    server.router.hasten(Duration.ofSeconds(20));
    Wire second = waiting(1);

    server.router.sweep(System.nanoTime() + TimeUnit.SECONDS.toNanos(15));

    assertThat(leader.receive().status()).isEqualTo(504);
    until(() -> hands.taken.size() == 2);
    hands.taken.remove();
    hands.take().send(200, NONE, bytes("in time"));
    assertThat(second.receive().body()).isEqualTo("in time");
  }

  @Test
  void waiting_pastItsOwnDeadline_is504AndLeavesTheOthersAlone() throws IOException {
    Wire leader = leader();
    Wire second = waiting(1);
    Exchange late = only(1);
    late.hasten(TimeUnit.SECONDS.toNanos(29));

    server.router.sweep(System.nanoTime() + TimeUnit.SECONDS.toNanos(2));

    assertThat(second.receive().status()).isEqualTo(504);
    hands.take().send(200, NONE, bytes("for one"));
    assertAnswer(leader, 200, "for one", "jarserve; fwd=uri-miss; stored");
  }

  @Test
  void waiting_moreThanMayWait_goByThemselves() throws IOException {
    leader();
    for (int i = 1; i <= 5; i++) {
      waiting(i);
    }

    ask();

    hands.await(2);
  }

  @Test
  void change_whileTheAnswerIsOnItsWay_keepsItFromThoseWhoAskAfterwards() throws IOException {
    Wire leader = leader();
    Wire changing = client();
    changing.send("PUT", "/app/x", "new");
    hands.await(2);
    Exchange old = hands.take();
    hands.take().send(204, NONE, null);
    assertThat(changing.receive().status()).isEqualTo(204);

    Wire after = ask();
    hands.await(1);
    old.send(200, NONE, bytes("old"));
    assertThat(leader.receive().body()).isEqualTo("old");
    hands.take().send(200, NONE, bytes("new"));

    assertThat(after.receive().body()).isEqualTo("new");
    assertAnswer(ask(), 200, "new", "jarserve; hit");
  }

  @Test
  void change_thatFailed_leavesWhatIsKept() throws IOException {
    Wire first = leader();
    hands.take().send(200, NONE, bytes("kept"));
    assertThat(first.receive().body()).isEqualTo("kept");
    Wire changing = client();
    changing.send("DELETE", "/app/x", "");
    hands.await(1);
    hands.take().send(409, NONE, bytes("no"));
    assertThat(changing.receive().status()).isEqualTo(409);

    assertAnswer(ask(), 200, "kept", "jarserve; hit");
  }

  @Test
  void time_movedPastTheTtl_asksAgain() throws IOException {
    Wire first = leader();
    hands.take().send(200, NONE, bytes("kept"));
    assertThat(first.receive().body()).isEqualTo("kept");
    server.router.hasten(Duration.ofMinutes(5));
    assertThat(Integer.parseInt(ask().receive().header("Age"))).isBetween(300, 599);

    server.router.hasten(Duration.ofSeconds(301));
    ask();

    hands.await(1);
  }

  private Wire leader() throws IOException {
    Wire wire = ask();
    hands.await(1);
    return wire;
  }

  /** One more that waits for the leader, the so many-th of those. */
  private Wire waiting(int count) throws IOException {
    Wire wire = ask();
    until(() -> waiting().size() == count);
    return wire;
  }

  private Exchange only(int count) {
    List<Exchange> all = waiting();
    assertThat(all).hasSize(count);
    return all.get(0);
  }

  private List<Exchange> waiting() {
    List<Exchange> all = new ArrayList<>();
    server.router.forEachInFlight(
        exchange -> {
          if (exchange.wasQueued() && exchange.handling() == null) {
            all.add(exchange);
          }
        });
    return all;
  }

  private Wire ask() throws IOException {
    Wire wire = client();
    wire.send("GET", "/app/x", "");
    return wire;
  }

  private Wire client() throws IOException {
    Wire wire = new Wire(server.port());
    clients.add(wire);
    return wire;
  }

  private static void assertAnswer(Wire wire, int status, String body, String cache)
      throws IOException {
    Wire.Answer answer = wire.receive();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.header("Cache-Status")).isEqualTo(cache);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A target that takes everything and answers when the test does. */
  private static final class Hands implements Target, Handling {
    private final Queue<Exchange> taken = new ConcurrentLinkedQueue<>();

    @Override
    public ReplicaId id() {
      return new ReplicaId(RoutingServer.APP, "a");
    }

    @Override
    public ReplicaId replica() {
      return id();
    }

    @Override
    public boolean offer(Exchange exchange) {
      exchange.begin(this);
      taken.add(exchange);
      return true;
    }

    @Override
    public int ongoing() {
      return 0;
    }

    @Override
    public void cut() {}

    void await(int count) {
      until(() -> taken.size() == count);
    }

    /** The first that came, claimed. */
    Exchange take() {
      Exchange exchange = taken.remove();
      assertThat(exchange.claim()).isTrue();
      return exchange;
    }
  }
}
