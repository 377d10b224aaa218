package io.jarserve.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.testing.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
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
      await().until(() -> target.taken() == clients.size());
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
      await().until(server.router::isIdle);
    }
  }
}
