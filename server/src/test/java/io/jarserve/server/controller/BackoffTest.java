package io.jarserve.server.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void wait_grows_upToTheCap() {
    assertThat(Backoff.wait(1)).isZero();
    assertThat(Backoff.wait(2)).isEqualTo(Duration.ofMillis(500));
    assertThat(Backoff.wait(3)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Backoff.wait(8)).isEqualTo(Duration.ofSeconds(32));
    assertThat(Backoff.wait(9)).isEqualTo(Backoff.CAP);
    assertThat(Backoff.wait(1_000_000)).isEqualTo(Backoff.CAP);
  }

  @Test
  void allows_afterFirstFailure_atOnce() {
    assertThat(Backoff.NONE.failed(START, 1).allows(START)).isTrue();
  }

  @Test
  void allows_afterSecondFailure_onlyLater() {
    Backoff twice = Backoff.NONE.failed(START, 1).failed(START, 1);
    assertThat(twice.allows(START.plusMillis(499))).isFalse();
    assertThat(twice.allows(START.plusMillis(500))).isTrue();
  }

  @Test
  void failed_afterALongCalm_countsFromOne() {
    Backoff twice = Backoff.NONE.failed(START, 1).failed(START, 1);
    assertThat(twice.failed(START.plusSeconds(5), 1).failures()).isEqualTo(3);
    assertThat(twice.failed(START.plusSeconds(60), 1).failures()).isEqualTo(1);
  }

  @Test
  void counts_onlyReplicasThatWereStartedAfterTheLastFailure() {
    Backoff once = Backoff.NONE.failed(START, 7);
    assertThat(once.counts(6)).isFalse();
    assertThat(once.counts(7)).isTrue();
  }
}
