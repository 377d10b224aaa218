package io.jarserve.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class CrewTest {

  private final Crew crew = new Crew(CrewTest::daemon, () -> {});

  @AfterEach
  void close() {
    crew.close();
  }

  @Test
  void execute_whileAllOthersBlock_runsEveryTask() throws Exception {
    CountDownLatch running = new CountDownLatch(200);
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < 200; i++) {
      crew.execute(
          () -> {
            running.countDown();
            awaitEnd(end);
          });
    }

    assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
    end.countDown();
  }

  @Test
  void execute_byManyThreadsAtOnce_forgetsNoTask() throws Exception {
    int each = 20_000;
    CountDownLatch done = new CountDownLatch(4 * each);
    List<CompletableFuture<Void>> givers =
        IntStream.range(0, 4).mapToObj(i -> giver(each, done)).toList();

    for (CompletableFuture<Void> giver : givers) {
      giver.get(60, TimeUnit.SECONDS);
    }
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void execute_oneAfterTheOther_forgetsNoTask() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      CompletableFuture<Integer> done = new CompletableFuture<>();
      int number = i;
      crew.execute(() -> done.complete(number));
      assertThat(done.get(60, TimeUnit.SECONDS)).isEqualTo(number);
    }
    assertThat(crew.size()).isLessThan(200);
  }

  @Test
  void execute_ofATaskThatThrows_keepsServing() throws Exception {
    crew.execute(
        () -> {
          throw new StackOverflowError("on purpose");
        });
    CompletableFuture<String> next = new CompletableFuture<>();
    crew.execute(() -> next.complete("served"));

    assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo("served");
  }

  @Test
  void execute_afterAnInterruptedTask_beginsUninterrupted() throws Exception {
    for (int i = 0; i < 50; i++) {
      crew.execute(() -> Thread.currentThread().interrupt());
      CompletableFuture<Boolean> next = new CompletableFuture<>();
      crew.execute(() -> next.complete(Thread.currentThread().isInterrupted()));
      assertThat(next.get(60, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void execute_whenNoThreadCanBeHad_refusesAndRecovers() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Crew poor =
        new Crew(
            task -> {
              if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return daemon(task);
            },
            () -> {});

    assertThatThrownBy(() -> poor.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("no thread can be had: unable to create native thread");

    CompletableFuture<String> next = new CompletableFuture<>();
    poor.execute(() -> next.complete("served"));
    assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo("served");
    poor.close();
  }

  @Test
  void size_whenIdle_fallsToNothing() {
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < 10; i++) {
      crew.execute(() -> awaitEnd(end));
    }
    end.countDown();

    await().atMost(Duration.ofSeconds(60)).until(() -> crew.size() == 0);
  }

  @Test
  void close_always_endsIdleThreadsAtOnceAndRefusesTasks() {
    crew.execute(() -> {});

    crew.close();

    await().atMost(Duration.ofSeconds(60)).until(() -> crew.size() == 0);
    assertThatThrownBy(() -> crew.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }

  private CompletableFuture<Void> giver(int tasks, CountDownLatch done) {
    return CompletableFuture.runAsync(
        () -> {
          for (int i = 0; i < tasks; i++) {
            crew.execute(done::countDown);
          }
        },
        task -> daemon(task).start());
  }

  private static void awaitEnd(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }
}
