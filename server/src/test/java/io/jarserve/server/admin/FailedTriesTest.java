package io.jarserve.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedTriesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void failed_windowOver_beginAnew() {
    FailedTries tries = new FailedTries();
    for (int i = 0; i < FailedTries.MOST; i++) {
      assertThat(tries.failed("a", NOW).areTooMany()).isFalse();
    }

    assertThat(tries.failed("a", NOW.plusSeconds(59)).areTooMany()).isTrue();
    assertThat(tries.failed("a", NOW.plusSeconds(59)).left()).isEqualTo(Duration.ofSeconds(1));
    assertThat(tries.failed("b", NOW.plusSeconds(59)).areTooMany()).isFalse();
    assertThat(tries.failed("a", NOW.plusSeconds(60)).count()).isEqualTo(1);
  }

  @Test
  void failed_moreAddressesThanCanBeKept_forgetsTheOldest() {
    FailedTries tries = new FailedTries();
    tries.failed("first", NOW);
    for (int i = 0; i < 5_000; i++) {
      tries.failed("10.0.0." + i, NOW);
    }

    assertThat(tries.failed("first", NOW).count()).isEqualTo(1);
  }
}
