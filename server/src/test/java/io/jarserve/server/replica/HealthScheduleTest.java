package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import io.jarserve.server.replica.HealthSchedule.Verdict;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HealthScheduleTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Random random = new Random(7);

  @Test
  void next_afterACheck_isAPeriodFromItsBeginGiveOrTakeATenth() {
    HealthSchedule schedule = schedule(10, 3, 5 * SECOND);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (long now = 0; now < 1000 * SECOND; now += SECOND) {
      schedule.began(now);
      least = Math.min(least, schedule.next() - now);
      most = Math.max(most, schedule.next() - now);
    }
    assertThat(least).isBetween(9 * SECOND, (long) (9.1 * SECOND));
    assertThat(most).isBetween((long) (10.9 * SECOND), 11 * SECOND);
  }

  @Test
  void next_atFirst_countsFromTheStart() {
    assertThat(schedule(10, 3, 100 * SECOND).next()).isBetween(109 * SECOND, 111 * SECOND);
  }

  @Test
  void failed_inARow_isSickAndThenFailed() {
    HealthSchedule schedule = schedule(10, 3, 0);

    assertThat(schedule.failed()).isEqualTo(Verdict.SICK);
    assertThat(schedule.failed()).isEqualTo(Verdict.SICK);
    assertThat(schedule.failed()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void passed_inBetween_startsTheCountAnew() {
    HealthSchedule schedule = schedule(10, 2, 0);

    for (int i = 0; i < 10; i++) {
      assertThat(schedule.failed()).isEqualTo(Verdict.SICK);
      assertThat(schedule.passed()).isEqualTo(Verdict.HEALTHY);
    }
  }

  @Test
  void failed_thresholdOne_isFailedAtOnce() {
    assertThat(schedule(10, 1, 0).failed()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void options_shorterPeriod_countsFromTheLastCheck() {
    HealthSchedule schedule = schedule(1000, 3, 0);
    schedule.began(50 * SECOND);

    schedule.options(options(10, 3));

    assertThat(schedule.next()).isBetween(59 * SECOND, 61 * SECOND);
  }

  private HealthSchedule schedule(int period, int threshold, long now) {
    return new HealthSchedule(options(period, threshold), random, now);
  }

  private static Options options(int period, int threshold) {
    return Options.defaults()
        .with(
            Map.of(
                OptionKey.HEALTH_CHECK_PERIOD_S, period,
                OptionKey.HEALTH_CHECK_FAILURE_THRESHOLD, threshold));
  }
}
