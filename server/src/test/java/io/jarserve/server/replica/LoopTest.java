package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class LoopTest {

  @Test
  void post_moreThanOneTurnTakes_eachRunsOnceAndInOrder() throws InterruptedException {
    AtomicInteger turns = new AtomicInteger();
    Loop loop = new Loop("loop", Time.SYSTEM, turns::incrementAndGet);
    List<Integer> seen = new ArrayList<>();
    List<Integer> posted = IntStream.range(0, 5_500).boxed().toList();
    CountDownLatch done = new CountDownLatch(1);
    posted.forEach(number -> loop.post(() -> seen.add(number)));
    loop.post(done::countDown);
    loop.start();
    done.await();
    loop.post(loop::end);
    assertThat(loop.join(Duration.ofSeconds(60))).isTrue();

    assertThat(seen).isEqualTo(posted);
    assertThat(turns).hasValueGreaterThan(5);
  }

  @Test
  void post_stepThatThrows_othersGoOn() {
    Loop loop = new Loop("loop", Time.SYSTEM, () -> {});
    AtomicInteger after = new AtomicInteger();
    loop.start();
    loop.post(
        () -> {
          throw new IllegalStateException("a faulty step, as wanted by this test");
        });
    loop.post(after::incrementAndGet);

    await().untilAsserted(() -> assertThat(after).hasValue(1));
    loop.post(loop::end);
    assertThat(loop.join(Duration.ofSeconds(60))).isTrue();
  }
}
