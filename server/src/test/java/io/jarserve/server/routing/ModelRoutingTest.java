package io.jarserve.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of several targets get exchanges that name a model. */
@Timeout(300)
class ModelRoutingTest {

  private static final String FOR_X = "Jarserve-Multiplexed-Model-Id: x";

  private final List<HandTarget> targets =
      Stream.of("a", "b", "c", "d")
          .map(tag -> new HandTarget(RoutingServer.APP, tag, 100))
          .toList();
  private final List<Wire> clients = new ArrayList<>();
  private RoutingServer server;

  @BeforeEach
  void start() throws Exception {
    targets.forEach(target -> target.models = Set.of("other"));
    server = new RoutingServer(Map.of(OptionKey.MAX_QUEUED_REQUESTS, 10));
    server.router.serve(RoutingServer.APP, List.copyOf(targets));
  }

  @AfterEach
  void stop() throws Exception {
    for (Wire client : clients) {
      client.close();
    }
    server.close();
  }

  @Test
  void route_oneHoldsTheModel_getsAllThatNameIt() throws Exception {
    targets.get(2).models = Set.of("other", "x");

    send(12, FOR_X);

    assertThat(taken()).containsExactly(0, 0, 12, 0);
  }

  @Test
  void route_severalHoldTheModel_shareWhatNamesItEvenly() throws Exception {
    targets.get(1).models = Set.of("x");
    targets.get(3).models = Set.of("x");

    send(12, FOR_X);

    assertThat(taken()).containsExactly(0, 6, 0, 6);
  }

  @Test
  void route_holdersAreFull_goesToOthers() throws Exception {
    targets.get(0).models = Set.of("x");
    targets.get(1).models = Set.of("x");
    targets.get(2).models = Set.of("x");
    targets.get(0).slots = 2;
    targets.get(1).slots = 2;
    targets.get(2).slots = 2;

    send(8, FOR_X);

    assertThat(taken()).containsExactly(2, 2, 2, 2);
  }

  @Test
  void route_noModelIsNamed_goesToAll() throws Exception {
    send(12, "X-Other: x");

    assertThat(taken()).filteredOn(count -> count > 0).hasSizeGreaterThan(1);
  }

  /** They ask before the first has begun to load it. */
  @Test
  void route_nobodyHoldsTheModel_isTheSameForAllAndAnotherForOthers() throws Exception {
    send(6, FOR_X);
    assertThat(taken()).containsOnly(0, 6);

    for (int i = 0; i < 24; i++) {
      send(1, "Jarserve-Multiplexed-Model-Id: tenant-" + i);
    }
    assertThat(taken()).doesNotContain(0);
  }

  @Test
  void route_nobodyHoldsTheModel_prefersWhoHasRoomAndElseIsFull() throws Exception {
    targets.forEach(target -> target.room = false);
    targets.get(1).room = true;
    targets.get(1).slots = 3;

    send(4, FOR_X);
    assertThat(taken().get(1)).isEqualTo(3);

    targets.forEach(target -> target.slots = 0);
    ask(FOR_X);
    await().until(() -> server.router.queued(RoutingServer.APP) == 1);
  }

  @Test
  void route_outOfTheQueue_prefersTheHolderToo() throws Exception {
    targets.forEach(target -> target.slots = 0);
    targets.get(3).models = Set.of("x");
    for (int i = 0; i < 3; i++) {
      ask(FOR_X);
    }
    await().until(() -> server.router.queued(RoutingServer.APP) == 3);

    targets.forEach(target -> target.slots = 100);
    server.router.slotsFreed(RoutingServer.APP);

    await().untilAsserted(() -> assertThat(taken()).containsExactly(0, 0, 0, 3));
  }

  /** Each is at a target before the next is sent. */
  private void send(int count, String header) throws Exception {
    int before = taken().stream().mapToInt(Integer::intValue).sum();
    for (int i = 1; i <= count; i++) {
      ask(header);
      int wanted = before + i;
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> taken().stream().mapToInt(Integer::intValue).sum() == wanted);
    }
  }

  private void ask(String header) throws Exception {
    Wire wire = new Wire(server.port());
    clients.add(wire);
    wire.send("GET", "/app", "", header);
  }

  private List<Integer> taken() {
    return targets.stream().map(HandTarget::taken).toList();
  }
}
