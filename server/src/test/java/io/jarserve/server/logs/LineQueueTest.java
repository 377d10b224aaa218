package io.jarserve.server.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class LineQueueTest {

  private record Item(int value, int weight) implements LineQueue.Entry {}

  private final List<Integer> written = new CopyOnWriteArrayList<>();

  @Test
  void offer_fromManyThreads_writesAllAndEachThreadsInOrder() {
    try (LineQueue<Item> queue = queue(1_000_000_000)) {
      IntStream.range(0, 4)
          .parallel()
          .forEach(t -> IntStream.range(0, 500).forEach(i -> queue.offer(item(t * 1000 + i))));
    }

    assertThat(written).hasSize(2000);
    for (int t = 0; t < 4; t++) {
      int thread = t;
      assertThat(written.stream().filter(n -> n / 1000 == thread)).isSorted().hasSize(500);
    }
  }

  @Test
  void offer_afterARest_wakesTheWriter() {
    try (LineQueue<Item> queue = queue(1000)) {
      for (int i = 0; i < 5; i++) {
        queue.offer(item(i));
        int count = i + 1;
        await().until(() -> written.size() == count);
      }
    }
  }

  @Test
  void offer_writerHangs_dropsAndCountsAndNobodyWaits() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    LineQueue<Item> queue =
        new LineQueue<>(
            "test-writer",
            10 * (100 + 64),
            number -> {
              begun.countDown();
              awaitQuietly(go);
              written.add(number.value());
            },
            () -> {});
    queue.offer(item(0));
    begun.await();

    IntStream.rangeClosed(1, 30).forEach(i -> queue.offer(item(i)));
    queue.offerAlways(item(31));

    assertThat(queue.dropped()).isEqualTo(20);
    go.countDown();
    queue.close();
    assertThat(written)
        .containsExactlyElementsOf(
            IntStream.concat(IntStream.rangeClosed(0, 10), IntStream.of(31)).boxed().toList());
    queue.offer(item(32));
    assertThat(queue.dropped()).isEqualTo(21);
  }

  @Test
  void close_writerHangs_returns() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    LineQueue<Item> queue =
        new LineQueue<>(
            "test-writer",
            1000,
            number -> {
              begun.countDown();
              awaitQuietly(go);
            },
            () -> {});
    queue.offer(item(0));
    begun.await();

    queue.close();

    assertThat(go.getCount()).isEqualTo(1);
    go.countDown();
  }

  private LineQueue<Item> queue(long most) {
    return new LineQueue<>("test-writer", most, number -> written.add(number.value()), () -> {});
  }

  private static Item item(int value) {
    return new Item(value, 100);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
