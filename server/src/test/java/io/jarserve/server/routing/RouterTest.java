package io.jarserve.server.routing;

import static io.jarserve.server.testing.Soon.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.Problem;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.testing.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RouterTest {

  private final HandTarget one = new HandTarget(RoutingServer.APP, "one", 1);
  private final HandTarget two = new HandTarget(RoutingServer.APP, "two", 1);

  @Test
  void route_pathWithoutRoute_is404WithReason() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of())) {
      Wire.get(server.port(), "/other").assertProblem(404, "no_route");
    }
  }

  @Test
  void route_noTarget_is503WithRetryAfter() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of())) {
      Wire.Answer answer = Wire.get(server.port(), "/app");

      answer.assertProblem(503, "no_healthy_replica");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void route_requestId_isTakenWhenSaneAndElseMade() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of())) {
      String longest = "x".repeat(128);

      assertThat(idOf(server, "x-request-id: " + longest)).isEqualTo(longest);
      assertThat(idOf(server, "X-Request-Id: " + longest + "y")).matches("[0-9a-f]{16}");
      assertThat(idOf(server, "X-Request-Id: two words")).matches("[0-9a-f]{16}");
      assertThat(idOf(server, "X-Request-Id:")).matches("[0-9a-f]{16}");
      assertThat(idOf(server)).matches("[0-9a-f]{16}").isNotEqualTo(idOf(server));
    }
  }

  @Test
  void route_announcedBodyOverLimit_is413BeforeAnyTarget() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of(OptionKey.MAX_REQUEST_BYTES, 4))) {
      server.router.serve(RoutingServer.APP, List.of(one));

      Wire.post(server.port(), "/app", "12345").assertProblem(413, "body_too_large");
      assertThat(one.taken()).isZero();
    }
  }

  @Test
  void route_targetThrows_is500AndNothingStaysBehind() throws Exception {
    one.broken = true;
    try (RoutingServer server = new RoutingServer(Map.of())) {
      server.router.serve(RoutingServer.APP, List.of(one));

      Wire.get(server.port(), "/app").assertProblem(500, "deployment_failed");
      until(server.router::isIdle);
    }
  }

  @Test
  void sweep_answerBegunButNotSentAtItsDeadline_is504() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of(OptionKey.REQUEST_TIMEOUT_S, 1))) {
      server.router.serve(RoutingServer.APP, List.of(one));
      try (Wire client = asked(server, "/app")) {
        until(one::claimOne);

        server.router.sweep(System.nanoTime() + TimeUnit.HOURS.toNanos(1));

        assertThat(client.receive().status()).isEqualTo(504);
        assertThat(one.cuts).hasValue(1);
      }
    }
  }

  @Test
  void route_fullTarget_triesTheOther() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of())) {
      server.router.serve(RoutingServer.APP, List.of(one, two));
      try (Wire first = asked(server, "/app/1");
          Wire second = asked(server, "/app/2")) {
        until(() -> one.taken() == 1 && two.taken() == 1);

        one.answerOne();
        two.answerOne();

        assertThat(List.of(first.receive().body(), second.receive().body()))
            .allMatch(body -> body.matches("(one|two) /[12]"));
      }
    }
  }

  @Test
  void route_targetsOfDifferentLoad_prefersTheIdler() throws Exception {
    one.slots = 100;
    two.slots = 100;
    try (RoutingServer server = new RoutingServer(Map.of())) {
      server.router.serve(RoutingServer.APP, List.of(one));
      List<Wire> clients = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        clients.add(asked(server, "/app"));
      }
      until(() -> one.taken() == 5);
      server.router.serve(RoutingServer.APP, List.of(one, two));
      for (int i = 1; i <= 5; i++) {
        int wanted = i;
        clients.add(asked(server, "/app"));
        until(() -> two.taken() == wanted);
      }
      for (Wire client : clients) {
        client.close();
      }
    }
  }

  @Test
  void queue_allTargetsFull_keepsTheOrderAndRefusesWhatIsTooMuch() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of(OptionKey.MAX_QUEUED_REQUESTS, 2))) {
      server.router.serve(RoutingServer.APP, List.of(one));
      try (Wire a = asked(server, "/app/a");
          Wire b = askedAndQueued(server, "/app/b", 1);
          Wire c = askedAndQueued(server, "/app/c", 2)) {
        Wire.Answer tooMuch = Wire.get(server.port(), "/app/d");
        tooMuch.assertProblem(429, "queue_full");
        assertThat(tooMuch.header("Retry-After")).isEqualTo("1");

        for (Wire client : List.of(a, b, c)) {
          until(one::answerOne);
          assertThat(client.receive().status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void queue_ofLengthZero_refusesAtOnce() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of(OptionKey.MAX_QUEUED_REQUESTS, 0))) {
      server.router.serve(RoutingServer.APP, List.of(one));
      try (Wire first = asked(server, "/app")) {
        until(() -> one.taken() == 1);
        Wire.get(server.port(), "/app").assertProblem(429, "queue_full");
        one.answerOne();
        assertThat(first.receive().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void queue_targetsChange_isHandedToTheNewOnes() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of())) {
      server.router.serve(RoutingServer.APP, List.of(one));
      try (Wire first = asked(server, "/app");
          Wire second = askedAndQueued(server, "/app/x", 1)) {
        server.router.serve(RoutingServer.APP, List.of());
        server.router.serve(RoutingServer.APP, List.of(two));
        until(two::answerOne);

        assertThat(second.receive().body()).isEqualTo("two /x");
        one.answerOne();
        assertThat(first.receive().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void queue_moreSlots_isHandedOver() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of())) {
      server.router.serve(RoutingServer.APP, List.of(one));
      try (Wire first = asked(server, "/app");
          Wire second = askedAndQueued(server, "/app", 1)) {
        one.slots = 2;
        server.router.slotsFreed(RoutingServer.APP);
        until(() -> one.taken() == 2);
        one.answerOne();
        one.answerOne();
        assertThat(first.receive().status()).isEqualTo(200);
        assertThat(second.receive().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void queue_deploymentNoLongerWanted_isDismissed() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of())) {
      server.router.serve(RoutingServer.APP, List.of(one));
      try (Wire first = asked(server, "/app");
          Wire second = askedAndQueued(server, "/app", 1)) {
        server.followNothing();

        second.receive().assertProblem(503, "no_healthy_replica");
        one.answerOne();
        assertThat(first.receive().status()).isEqualTo(200);
        Wire.get(server.port(), "/app").assertProblem(404, "no_route");
      }
    }
  }

  /**
   * The dismissal comes when the request has found every target full and is not in the queue yet.
   */
  @Test
  void queue_enteredWhileTheDeploymentIsDismissed_isDismissedToo() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of())) {
      server.router.serve(RoutingServer.APP, List.of(one));
      try (Wire first = asked(server, "/app")) {
        until(() -> one.taken() == 1);
        server.onTheWay = request -> new DismissedOnEntry(request, server);

        Wire.get(server.port(), "/app").assertProblem(503, "no_healthy_replica");
        one.answerOne();
        assertThat(first.receive().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void queue_wantedAgainAfterADismissal_waits() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of())) {
      server.router.serve(RoutingServer.APP, List.of(one));
      server.followNothing();
      server.follow(Map.of());
      server.router.serve(RoutingServer.APP, List.of(one));
      try (Wire first = asked(server, "/app");
          Wire second = askedAndQueued(server, "/app", 1)) {
        one.answerOne();
        until(one::answerOne);
        assertThat(first.receive().status()).isEqualTo(200);
        assertThat(second.receive().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void sweep_deadlinePassed_answers504ToQueuedAndTaken() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of(OptionKey.REQUEST_TIMEOUT_S, 3600))) {
      server.router.serve(RoutingServer.APP, List.of(one));
      try (Wire taken = asked(server, "/app");
          Wire queued = askedAndQueued(server, "/app", 1)) {
        server.router.sweep(System.nanoTime() + TimeUnit.SECONDS.toNanos(3000));
        assertThat(server.router.isIdle()).isFalse();

        server.router.sweep(System.nanoTime() + TimeUnit.SECONDS.toNanos(3601));

        taken.receive().assertProblem(504, "deadline");
        queued.receive().assertProblem(504, "deadline");
        assertThat(one.cuts).hasValue(1);
        assertThat(one.ongoing()).isEqualTo(1);
        until(server.router::isIdle);
        one.answerOne();
        try (Wire next = asked(server, "/app")) {
          until(one::answerOne);
          assertThat(next.receive().status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void sweep_noTimeout_endsNothing() throws Exception {
    try (RoutingServer server = new RoutingServer(Map.of(OptionKey.REQUEST_TIMEOUT_S, 0))) {
      server.router.serve(RoutingServer.APP, List.of(one));
      try (Wire client = asked(server, "/app")) {
        until(() -> one.taken() == 1);
        server.router.sweep(System.nanoTime() + TimeUnit.DAYS.toNanos(1));
        one.answerOne();
        assertThat(client.receive().status()).isEqualTo(200);
      }
    }
  }

  /** A request on whose way into the queue the deployment is dismissed. */
  private static final class DismissedOnEntry extends Request.Wrapper {
    private final RoutingServer server;

    DismissedOnEntry(Request wrapped, RoutingServer server) {
      super(wrapped);
      this.server = server;
    }

    @Override
    public void addFailureListener(Consumer<Throwable> listener) {
      super.addFailureListener(listener);
      server.followNothing();
    }
  }

  private static String idOf(RoutingServer server, String... headers) throws Exception {
    Wire.Answer answer = Wire.get(server.port(), "/app", headers);
    Problem problem = Json.read(answer.bytes(), Problem.class);
    assertThat(problem.requestId()).isEqualTo(answer.header("X-Request-Id"));
    return answer.header("X-Request-Id");
  }

  private static Wire asked(RoutingServer server, String path) throws Exception {
    Wire wire = new Wire(server.port());
    wire.send("GET", path, "");
    return wire;
  }

  private Wire askedAndQueued(RoutingServer server, String path, int queued) throws Exception {
    until(() -> one.taken() == one.slots);
    Wire wire = asked(server, path);
    until(() -> server.router.queued(RoutingServer.APP) == queued);
    return wire;
  }
}
