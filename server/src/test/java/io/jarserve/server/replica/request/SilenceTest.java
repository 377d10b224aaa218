package io.jarserve.server.replica.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.replica.request.Silence.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SilenceTest {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long BEGIN = 1_000;

  private final Silence silence = new Silence(MINUTE);
  private long now = BEGIN;

  SilenceTest() {
    silence.heard(now);
  }

  @Test
  void remedy_clientStaysSilent_isOnePingAndThenTheEnd() {
    assertThat(after(30 * SECOND)).isEqualTo(Remedy.NONE);
    assertThat(after(1)).isEqualTo(Remedy.PING);
    assertThat(after(SECOND)).isEqualTo(Remedy.NONE);
    assertThat(after(28 * SECOND)).isEqualTo(Remedy.NONE);
    assertThat(after(SECOND)).isEqualTo(Remedy.GIVE_UP);
  }

  @Test
  void remedy_clientAnswers_beginsAnew() {
    assertThat(after(31 * SECOND)).isEqualTo(Remedy.PING);
    silence.heard(now);
    assertThat(after(30 * SECOND)).isEqualTo(Remedy.NONE);
    assertThat(after(1)).isEqualTo(Remedy.PING);
  }

  @Test
  void remedy_withoutALimit_isNone() {
    Silence endless = new Silence(0);
    endless.hasten(MINUTE);

    assertThat(endless.remedy(100 * MINUTE)).isEqualTo(Remedy.NONE);
  }

  @Test
  void hasten_clientAnswersEachPing_isNeverGivenUp() {
    silence.hasten(10 * MINUTE);

    List<Remedy> remedies = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Remedy next = after(TICK);
      remedies.add(next);
      if (next == Remedy.PING) {
        silence.heard(now);
      }
    }

    assertThat(remedies).doesNotContain(Remedy.GIVE_UP);
    assertThat(remedies).filteredOn(Remedy.PING::equals).hasSize(20);
  }

  @Test
  void hasten_clientIsSilent_isGivenUpAfterAMomentToAnswer() {
    silence.hasten(MINUTE);

    assertThat(after(TICK)).isEqualTo(Remedy.PING);
    assertThat(after(SECOND - 1)).isEqualTo(Remedy.NONE);
    assertThat(after(1)).isEqualTo(Remedy.GIVE_UP);
  }

  @Test
  void hasten_byLessThanThePing_isKept() {
    silence.hasten(20 * SECOND);
    assertThat(after(TICK)).isEqualTo(Remedy.NONE);

    assertThat(after(10 * SECOND)).isEqualTo(Remedy.PING);
  }

  private Remedy after(long nanos) {
    now += nanos;
    return silence.remedy(now);
  }
}
