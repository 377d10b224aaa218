package io.jarserve.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.testing.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InFlightTest {

  @Test
  void forEach_manyExchanges_visitsEachOnceUntilAnswered() throws Exception {
    HandTarget target = new HandTarget(RoutingServer.APP, "t", 1000);
    try (RoutingServer server = new RoutingServer(Map.of(OptionKey.REQUEST_TIMEOUT_S, 60))) {
      server.router.serve(RoutingServer.APP, List.of(target));
      List<Wire> clients = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Wire wire = new Wire(server.port());
        wire.send("GET", "/app/" + i, "");
        clients.add(wire);
      }
      while (target.taken() < clients.size()) {
        LockSupport.parkNanos(100_000);
      }
      List<String> paths = new ArrayList<>();
      server.router.forEachInFlight(exchange -> paths.add(exchange.path()));
      assertThat(paths).hasSize(200).doesNotHaveDuplicates();

      while (target.taken() > 0) {
        target.answerOne();
      }
      for (Wire client : clients) {
        assertThat(client.receive().status()).isEqualTo(200);
        client.close();
      }
      assertThat(server.router.isIdle()).isTrue();
    }
  }
}
