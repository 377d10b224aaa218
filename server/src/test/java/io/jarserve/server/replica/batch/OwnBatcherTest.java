package io.jarserve.server.replica.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.api.BatchFunction;
import io.jarserve.api.BatchOptions;
import io.jarserve.api.BatchResult;
import io.jarserve.api.Batcher;
import io.jarserve.api.RequestException;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.request.CurrentCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class OwnBatcherTest {

  private static final String PLACE = "demo.Main.start (Main.java:7)";
  private static final ReplicaId REPLICA = new ReplicaId(new DeploymentId("app", "Main"), "a");
  private static final BatchOptions FULL_ONLY =
      BatchOptions.defaults().withBatchWaitTimeout(Duration.ofHours(1));

  private final Meters meters = new Meters();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void close() {
    gate.countDown();
    threads.shutdownNow();
    meters.close();
  }

  @Test
  void submit_batchIsFull_runsWithoutWaiting() throws Exception {
    Batcher<Integer, Integer> batcher = doubling(FULL_ONLY.withMaxBatchSize(3));

    List<CompletableFuture<Integer>> results = submit(batcher, 1, 2, 3);

    assertThat(values(results)).containsExactly(2, 4, 6);
    assertThat(batches).containsExactly(List.of(1, 2, 3));
  }

  @Test
  void submit_batchIsNotFull_runsWhenTheFirstHasWaitedLongEnough() throws Exception {
    Duration timeout = Duration.ofSeconds(1);
    Batcher<Integer, Integer> batcher = doubling(FULL_ONLY.withBatchWaitTimeout(timeout));
    long began = System.nanoTime();

    assertThat(values(submit(batcher, 1, 2))).containsExactly(2, 4);

    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(timeout.toNanos());
    assertThat(batches).containsExactly(List.of(1, 2));
  }

  @Test
  void call_timeoutZero_takesWhatIsThere() throws Exception {
    Batcher<Integer, Integer> batcher = doubling(FULL_ONLY.withBatchWaitTimeout(Duration.ZERO));

    assertThat(batcher.call(1)).isEqualTo(2);
    assertThat(batcher.call(2)).isEqualTo(4);
    assertThat(batches).containsExactly(List.of(1), List.of(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void submit_moreBatchesThanMayRun_runsSoManyAtOnceAndTheRestAfterwards(int most)
      throws Exception {
    AtomicInteger running = new AtomicInteger();
    BatchOptions options = FULL_ONLY.withMaxBatchSize(2).withMaxConcurrentBatches(most);
    Batcher<Integer, Integer> batcher =
        batcher(
            options,
            elements -> {
              running.incrementAndGet();
              gate.await();
              return doubled(elements);
            });

    List<CompletableFuture<Integer>> results = submit(batcher, 1, 2, 3, 4, 5, 6, 7, 8);

    await().until(running::get, count -> count == most);
    assertThat(results).noneMatch(Future::isDone);
    gate.countDown();
    assertThat(values(results)).containsExactly(2, 4, 6, 8, 10, 12, 14, 16);
    assertThat(running).hasValue(4);
  }

  @Test
  void submit_functionThrows_failsEachOfItsBatchAndNoOther() throws Exception {
    Batcher<Integer, Integer> batcher =
        batcher(
            FULL_ONLY.withMaxBatchSize(2),
            elements -> {
              if (elements.contains(13)) {
                throw new IllegalStateException("13 is unlucky");
              }
              return doubled(elements);
            });

    List<CompletableFuture<Integer>> bad = submit(batcher, 12, 13);
    List<CompletableFuture<Integer>> good = submit(batcher, 1, 2);

    assertThat(bad)
        .allSatisfy(result -> assertThatThrownBy(result::get).hasRootCauseMessage("13 is unlucky"));
    assertThat(values(good)).containsExactly(2, 4);
  }

  @Test
  void submit_functionSaysWhichFailed_failsThoseAlone() throws Exception {
    OwnBatcher<Integer, BatchResult<Integer>, Integer> batcher =
        OwnBatcher.ofResults(
            REPLICA,
            threads,
            meters.deployment("app", "Main").batches(),
            FULL_ONLY.withMaxBatchSize(3),
            elements ->
                elements.stream()
                    .map(
                        element ->
                            element == 13
                                ? BatchResult.<Integer>failed(new RequestException(422, "unlucky"))
                                : BatchResult.done(element * 2))
                    .toList(),
            PLACE);

    List<CompletableFuture<Integer>> results = submit(batcher, 1, 13, 3);

    assertThat(results.get(0).get()).isEqualTo(2);
    assertThatThrownBy(results.get(1)::get).hasRootCauseMessage("unlucky");
    assertThat(results.get(2).get()).isEqualTo(6);
    Future<Integer> called = threads.submit(() -> batcher.call(13));
    submit(batcher, 1, 2);
    assertThatThrownBy(called::get).hasCauseInstanceOf(RequestException.class);
  }

  @Test
  void submit_functionReturnsAWrongNumber_saysWhoAndHowMany() {
    Batcher<Integer, Integer> batcher =
        batcher(FULL_ONLY.withMaxBatchSize(3), elements -> List.of(1));

    assertThat(submit(batcher, 1, 2, 3))
        .allSatisfy(
            result ->
                assertThatThrownBy(result::get)
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage(
                        "the batch function that demo.Main.start (Main.java:7) gave to the batcher"
                            + " returned 1 results for 3 elements: return one for each, in the"
                            + " order of the elements"));
  }

  @Test
  void submit_functionReturnsNull_saysSo() {
    Batcher<Integer, Integer> batcher =
        batcher(FULL_ONLY.withMaxBatchSize(1), elements -> nothing());

    assertThatThrownBy(() -> batcher.call(1)).hasMessageContaining("returned null for 1 elements");
  }

  @Test
  void submit_cancelledOrRequestOver_isDroppedBeforeTheBatchIsMade() throws Exception {
    Batcher<Integer, Integer> batcher = doubling(FULL_ONLY.withMaxBatchSize(5));
    CurrentCall request = CurrentCall.outside(REPLICA);

    submit(batcher, 1).get(0).cancel(true);
    CompletableFuture<Integer> inRequest = request.call(() -> batcher.submit(2));
    request.cut();
    List<CompletableFuture<Integer>> results = submit(batcher, 3, 4, 5, 6, 7);

    assertThat(values(results)).containsExactly(6, 8, 10, 12, 14);
    assertThat(batches).containsExactly(List.of(3, 4, 5, 6, 7));
    assertThat(inRequest).isCancelled();
    assertThat(meters.scrape())
        .contains(
            "jarserve_batch_elements_dropped_total{application=\"app\",deployment=\"Main\"} 2");
  }

  @Test
  void call_interrupted_dropsTheElement() throws Exception {
    Batcher<Integer, Integer> batcher = doubling(FULL_ONLY.withMaxBatchSize(2));
    FutureTask<Integer> call = new FutureTask<>(() -> batcher.call(1));
    Thread caller = new Thread(call);
    caller.start();
    await().until(() -> caller.getState() == Thread.State.WAITING);

    caller.interrupt();
    assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);

    assertThat(values(submit(batcher, 2, 3))).containsExactly(4, 6);
    assertThat(batches).containsExactly(List.of(2, 3));
  }

  @Test
  void submit_asManyWaitAsMay_isRefusedWithStatus429() {
    Batcher<Integer, Integer> batcher =
        batcher(
            FULL_ONLY.withMaxBatchSize(1).withMaxQueuedElements(2),
            elements -> {
              batches.add(elements);
              gate.await();
              return doubled(elements);
            });
    submit(batcher, 1);
    await().until(() -> batches.size() == 1);
    submit(batcher, 2, 3);

    CompletableFuture<Integer> refused = batcher.submit(4);

    assertThatThrownBy(refused::get)
        .hasCauseInstanceOf(RequestException.class)
        .hasRootCauseMessage("2 elements wait already for a batch in replica app#Main#a");
  }

  @Test
  void options_changed_holdForTheNextBatch() throws Exception {
    Batcher<Integer, Integer> batcher = doubling(FULL_ONLY.withMaxBatchSize(1));
    assertThat(batcher.call(1)).isEqualTo(2);

    batcher.options(FULL_ONLY.withMaxBatchSize(2));
    assertThat(values(submit(batcher, 2, 3))).containsExactly(4, 6);

    assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
    assertThat(batcher.options().maxBatchSize()).isEqualTo(2);
  }

  @Test
  void options_moreAtOnceWhileSomeWait_beginsMoreAtOnce() {
    AtomicInteger running = new AtomicInteger();
    Batcher<Integer, Integer> batcher =
        batcher(
            FULL_ONLY.withMaxBatchSize(1),
            elements -> {
              running.incrementAndGet();
              gate.await();
              return doubled(elements);
            });
    submit(batcher, 1, 2, 3);
    await().until(() -> running.get() == 1);

    batcher.options(batcher.options().withMaxConcurrentBatches(3));

    await().until(() -> running.get() == 3);
  }

  @Test
  void end_elementsWait_failsThemAndAllThatFollow() {
    OwnBatcher<Integer, Integer, Integer> batcher =
        batcher(
            FULL_ONLY.withMaxBatchSize(1),
            elements -> {
              batches.add(elements);
              gate.await();
              return doubled(elements);
            });
    submit(batcher, 1);
    await().until(() -> batches.size() == 1);
    CompletableFuture<Integer> waits = batcher.submit(2);

    batcher.end();

    for (CompletableFuture<Integer> result : List.of(waits, batcher.submit(3))) {
      assertThatThrownBy(result::get)
          .hasRootCauseMessage("replica app#Main#a has stopped, or can have no thread");
    }
  }

  @Test
  void submit_noThreadCanBeHad_fails() {
    threads.shutdown();
    Batcher<Integer, Integer> batcher = doubling(FULL_ONLY);

    assertThatThrownBy(batcher.submit(1)::get).hasRootCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(batcher.submit(2)::get).hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void submit_byManyThreads_givesEachItsOwnResultOnce(int concurrent) throws Exception {
    int perThread = 20_000;
    AtomicInteger running = new AtomicInteger();
    AtomicInteger worst = new AtomicInteger();
    AtomicInteger largest = new AtomicInteger();
    BatchOptions options =
        BatchOptions.defaults()
            .withBatchWaitTimeout(Duration.ofMillis(1))
            .withMaxConcurrentBatches(concurrent)
            .withMaxQueuedElements(Integer.MAX_VALUE);
    Batcher<Integer, Integer> batcher =
        batcher(
            options,
            elements -> {
              worst.accumulateAndGet(running.incrementAndGet(), Math::max);
              largest.accumulateAndGet(elements.size(), Math::max);
              List<Integer> results = doubled(elements);
              running.decrementAndGet();
              return results;
            });

    List<Future<Boolean>> threadsDone = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      int from = thread * perThread;
      threadsDone.add(threads.submit(() -> allDoubled(batcher, from, perThread)));
    }

    for (Future<Boolean> done : threadsDone) {
      assertThat(done.get()).isTrue();
    }
    assertThat(worst.get()).isLessThanOrEqualTo(concurrent);
    assertThat(largest.get()).isLessThanOrEqualTo(options.maxBatchSize());
  }

  private static boolean allDoubled(Batcher<Integer, Integer> batcher, int from, int count)
      throws Exception {
    List<CompletableFuture<Integer>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(batcher.submit(from + i));
    }
    for (int i = 0; i < count; i++) {
      if (results.get(i).get() != (from + i) * 2) {
        return false;
      }
    }
    return true;
  }

  private OwnBatcher<Integer, Integer, Integer> doubling(BatchOptions options) {
    return batcher(
        options,
        elements -> {
          batches.add(elements);
          return doubled(elements);
        });
  }

  private OwnBatcher<Integer, Integer, Integer> batcher(
      BatchOptions options, BatchFunction<Integer, Integer> function) {
    return OwnBatcher.of(
        REPLICA, threads, meters.deployment("app", "Main").batches(), options, function, PLACE);
  }

  private static List<Integer> doubled(List<Integer> elements) {
    UnaryOperator<Integer> twice = element -> element * 2;
    return elements.stream().map(twice).toList();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // what a careless author returns
  private static <T> T nothing() {
    return null;
  }

  private static List<CompletableFuture<Integer>> submit(
      Batcher<Integer, Integer> batcher, Integer... elements) {
    List<CompletableFuture<Integer>> results = new ArrayList<>();
    for (Integer element : elements) {
      results.add(batcher.submit(element));
    }
    return results;
  }

  private static List<Integer> values(List<CompletableFuture<Integer>> results) throws Exception {
    List<Integer> values = new ArrayList<>();
    for (CompletableFuture<Integer> result : results) {
      values.add(result.get());
    }
    return values;
  }
}
