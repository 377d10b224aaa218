package io.jarserve.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.testing.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No wake-up is lost: whoever waits is served, without a sweep that would find it. */
@Timeout(300)
class QueueRaceTest {

  private static final int CLIENTS = 12;
  private static final int REQUESTS = 300;

  private final long seed = System.nanoTime();
  private final AtomicInteger answered = new AtomicInteger();
  private volatile boolean done;

  /** Nothing but freed slots wakes anybody: one that is missed leaves all clients waiting. */
  @Test
  void accept_oneSlotForAll_everybodyIsAnswered() throws Exception {
    everybodyIsAnswered(
        List.of(new HandTarget(RoutingServer.APP, "t", 1)), (server, targets) -> {});
  }

  @Test
  void accept_slotsAndTargetsComeAndGo_everybodyIsAnswered() throws Exception {
    Random random = new Random(seed);
    everybodyIsAnswered(
        IntStream.range(0, 3)
            .mapToObj(i -> new HandTarget(RoutingServer.APP, "t" + i, 1 + i % 2))
            .toList(),
        (server, targets) -> shuffle(server, targets, random));
  }

  private void everybodyIsAnswered(
      List<HandTarget> targets, BiConsumer<RoutingServer, List<HandTarget>> trouble)
      throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (RoutingServer server = new RoutingServer(Map.of(OptionKey.MAX_QUEUED_REQUESTS, 1000))) {
      server.router.serve(RoutingServer.APP, List.copyOf(targets));
      List<Future<?>> servers = new ArrayList<>();
      targets.forEach(target -> servers.add(threads.submit(() -> answer(target))));
      servers.add(threads.submit(() -> trouble.accept(server, targets)));

      List<Callable<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(() -> ask(server.port()));
      }
      int good = 0;
      for (Future<Integer> client : threads.invokeAll(clients)) {
        good += client.get();
      }
      done = true;
      for (Future<?> each : servers) {
        each.get(60, TimeUnit.SECONDS);
      }

      assertThat(good).as("seed %d", seed).isEqualTo(CLIENTS * REQUESTS);
      assertThat(answered).hasValue(CLIENTS * REQUESTS);
      assertThat(server.router.queued(RoutingServer.APP)).isZero();
      await().until(server.router::isIdle);
      assertThat(targets).allMatch(target -> target.ongoing() == 0);
    } finally {
      threads.shutdownNow();
    }
  }

  private static int ask(int port) throws Exception {
    int good = 0;
    try (Wire wire = new Wire(port)) {
      for (int i = 0; i < REQUESTS; i++) {
        wire.send("GET", "/app", "");
        good += wire.receive().status() == 200 ? 1 : 0;
      }
    }
    return good;
  }

  private void answer(HandTarget target) {
    while (!done) {
      if (target.answerOne()) {
        answered.incrementAndGet();
      } else {
        LockSupport.parkNanos(20_000);
      }
    }
  }

  /** One target at least stays in, so that nobody is refused. */
  private void shuffle(RoutingServer server, List<HandTarget> targets, Random random) {
    while (!done) {
      HandTarget changed = targets.get(random.nextInt(targets.size()));
      if (random.nextBoolean()) {
        changed.slots = 1 + random.nextInt(2);
        server.router.slotsFreed(RoutingServer.APP);
      } else {
        List<Target> some = new ArrayList<>(targets);
        some.remove(random.nextInt(some.size()));
        server.router.serve(RoutingServer.APP, some);
      }
      LockSupport.parkNanos(20_000);
    }
  }
}
