package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {

  private static final long TICK = Timers.TICK_NANOS;

  private final Timers timers = new Timers();
  private final List<String> done = new ArrayList<>();

  @Test
  void run_tasksOfOneTick_areDoneTogetherAndInOrder() {
    at(TICK + 5, "second");
    at(TICK + 1, "first");
    at(2 * TICK, "third");
    at(2 * TICK + 1, "next tick");

    timers.run(2 * TICK - 1);
    assertThat(done).isEmpty();
    timers.run(2 * TICK);

    assertThat(done).containsExactlyInAnyOrder("first", "second", "third");
    assertThat(timers.untilNext(2 * TICK)).isEqualTo(TICK);
  }

  @Test
  void run_cancelled_isLeftOut() {
    Timers.Timer timer = timers.at(5, () -> done.add("cancelled"));
    timer.cancel();

    timers.run(TICK);

    assertThat(done).isEmpty();
    assertThat(timers.untilNext(TICK)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void run_taskThatAsksForAnother_doesItAtItsTime() {
    timers.at(TICK, () -> at(2 * TICK, "again"));

    timers.run(TICK);
    assertThat(done).isEmpty();
    timers.run(2 * TICK);

    assertThat(done).containsExactly("again");
  }

  @Test
  void run_timesBelowZero_areKeptToo() {
    at(-3 * TICK - 1, "below");

    timers.run(-3 * TICK - 1);
    assertThat(done).isEmpty();
    timers.run(-3 * TICK);

    assertThat(done).containsExactly("below");
  }

  private void at(long nanos, String what) {
    timers.at(nanos, () -> done.add(what));
  }
}
