package io.jarserve.server.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A clock that is set while a server runs. */
class SystemTimeTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private Instant clock = NOON;
  private long nanos = -5;
  private final SystemTime time = new SystemTime(() -> clock, () -> nanos);

  @Test
  void instant_clockGoesOn_isThatOfTheClock() {
    pass(Duration.ofSeconds(7));

    assertThat(time.instant()).isEqualTo(clock).isEqualTo(NOON.plusSeconds(7));
  }

  @Test
  void instant_clockIsSetForward_follows() {
    clock = clock.plus(Duration.ofDays(20_000));
    pass(Duration.ofSeconds(1));

    assertThat(time.instant()).isEqualTo(clock);
  }

  @Test
  void instant_clockIsSetBack_goesOnSlowerUntilTheyAgree() {
    pass(Duration.ofSeconds(10));
    Instant before = time.instant();
    clock = clock.minus(Duration.ofMinutes(1));

    assertThat(time.instant()).isEqualTo(before);
    pass(Duration.ofSeconds(10));
    assertThat(time.instant()).isEqualTo(before.plusSeconds(9));
    for (int i = 0; i < 600; i++) {
      pass(Duration.ofSeconds(1));
      assertThat(time.instant()).isAfterOrEqualTo(clock);
    }
    assertThat(time.instant()).isEqualTo(clock);
  }

  private void pass(Duration time) {
    clock = clock.plus(time);
    nanos += time.toNanos();
  }
}
