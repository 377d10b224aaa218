package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class MovableTimeTest {

  private final MovableTime time = new MovableTime();

  @Test
  void advance_withAReaderThatWaitsAgainAndAgain_wakesItForEachWait() throws Exception {
    BlockingQueue<String> queue = time.queue();
    List<Long> seconds = Collections.synchronizedList(new ArrayList<>());
    long begin = time.nanoTime();
    CompletableFuture<String> reader =
        CompletableFuture.supplyAsync(
            () -> {
              String news = poll(queue);
              while (news == null) {
                seconds.add(TimeUnit.NANOSECONDS.toSeconds(time.nanoTime() - begin));
                news = poll(queue);
              }
              return news;
            });

    time.advance(Duration.ofSeconds(45));
    queue.add("end");

    assertThat(reader.get()).isEqualTo("end");
    assertThat(seconds).containsExactly(10L, 20L, 30L, 40L);
  }

  @Test
  void advance_withACallUnderWay_letsItEndFirst() throws Exception {
    time.began();
    long begin = time.nanoTime();
    CompletableFuture<Long> call =
        CompletableFuture.supplyAsync(
            () -> {
              long now = time.nanoTime();
              time.ended();
              return now - begin;
            });

    time.advance(Duration.ofHours(1));

    assertThat(call.get()).isLessThan(Duration.ofHours(1).toNanos());
  }

  @Test
  void advance_withACallThatHangs_goesOnAllTheSame() throws Exception {
    time.began();
    long begin = time.nanoTime();

    time.advance(Duration.ofHours(1));

    assertThat(time.nanoTime() - begin).isGreaterThanOrEqualTo(Duration.ofHours(1).toNanos());
  }

  @Test
  void advance_always_tellsFollowersTheSumOfItsSteps() throws Exception {
    List<Duration> steps = new ArrayList<>();
    time.whenMoved(steps::add);
    var instant = time.instant();

    time.advance(Duration.ofMinutes(5));

    assertThat(steps.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    assertThat(time.instant()).isAfterOrEqualTo(instant.plus(Duration.ofMinutes(5)));
  }

  private static String poll(BlockingQueue<String> queue) {
    try {
      return queue.poll(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
