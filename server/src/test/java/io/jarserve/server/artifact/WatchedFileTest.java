package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.WatchedFile.Patience;
import io.jarserve.server.artifact.jar.RefusedException.Fault;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedFileTest {

  private static final Patience PATIENCE =
      new Patience(
          Duration.ofMillis(100),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5));
  private static final Look FIRST = look(1);
  private static final Look SECOND = look(2);
  private static final Verdict GOOD = new Verdict.Options(OptionsFile.none());

  private long now = 5_000_000_000L;

  @Test
  void isDue_afterItStayedTheSame_isTrueOnce() {
    WatchedFile file = new WatchedFile(PATIENCE, FIRST, now);
    assertThat(file.isDue(now)).isFalse();

    pass(99);
    file.see(FIRST, now);
    assertThat(file.isDue(now)).isFalse();
    assertThat(file.nanosUntilDue(now)).isEqualTo(1_000_000);

    pass(1);
    file.see(FIRST, now);
    assertThat(file.isDue(now)).isTrue();

    file.begin();
    pass(1000);
    assertThat(file.isDue(now)).isFalse();
    assertThat(file.nanosUntilDue(now)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void see_ofAnotherLook_beginsToWaitAgain() {
    WatchedFile file = new WatchedFile(PATIENCE, FIRST, now);
    for (int i = 2; i < 100; i++) {
      pass(90);
      file.see(look(i), now);
      assertThat(file.isDue(now)).isFalse();
      assertThat(file.unsettled()).isTrue();
    }
  }

  @Test
  void judge_ofAGoodFile_holdsUntilTheNextVerdict() {
    WatchedFile file = underWay(FIRST);
    assertThat(file.judge(FIRST, GOOD, now)).isTrue();
    assertThat(file.shown()).contains(GOOD);

    file.see(SECOND, now);
    assertThat(file.shown()).contains(GOOD);
    assertThat(file.unsettled()).isTrue();
  }

  @Test
  void judge_ofALookThatIsOver_isPassedOver() {
    WatchedFile file = underWay(FIRST);
    file.see(SECOND, now);

    assertThat(file.judge(FIRST, GOOD, now)).isFalse();
    assertThat(file.shown()).isEmpty();
  }

  @Test
  void judge_ofAFileThatChangedMeanwhile_waitsAgain() {
    WatchedFile file = underWay(FIRST);

    assertThat(file.judge(FIRST, new Verdict.Changed(), now)).isFalse();

    assertThat(file.isDue(now)).isFalse();
    pass(100);
    assertThat(file.isDue(now)).isTrue();
  }

  @Test
  void judge_ofATornFile_isShownOnlyWhenItHasBeenQuiet() {
    Verdict torn = refused(Fault.TORN);
    WatchedFile file = underWay(FIRST);

    assertThat(file.judge(FIRST, torn, now)).isFalse();
    assertThat(file.shown()).isEmpty();
    assertThat(file.lookedInto()).isTrue();
    pass(2899);
    assertThat(file.isDue(now)).isFalse();
    pass(1);
    assertThat(file.isDue(now)).isTrue();

    file.begin();
    assertThat(file.judge(FIRST, torn, now)).isTrue();
    assertThat(file.shown()).contains(torn);
    assertThat(file.nanosUntilDue(now)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void judge_ofATornFile_keepsWhatHeldBefore() {
    WatchedFile file = underWay(FIRST);
    file.judge(FIRST, GOOD, now);
    for (int slice = 2; slice < 10; slice++) {
      file.see(look(slice), now);
      pass(1000);
      file.begin();
      file.judge(look(slice), refused(Fault.TORN), now);

      assertThat(file.shown()).contains(GOOD);
    }
  }

  @Test
  void judge_ofABadFile_isShownAtOnceAndForGood() {
    Verdict bad = refused(Fault.BAD);
    WatchedFile file = underWay(FIRST);

    assertThat(file.judge(FIRST, bad, now)).isTrue();

    assertThat(file.shown()).contains(bad);
    assertThat(file.unsettled()).isFalse();
    assertThat(file.nanosUntilDue(now)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void judge_ofTrouble_isShownAndTriedAgainLessAndLessOften() {
    WatchedFile file = underWay(FIRST);
    for (long seconds : new long[] {1, 2, 4, 5, 5, 5}) {
      assertThat(file.judge(FIRST, refused(Fault.TROUBLE), now)).isTrue();
      assertThat(file.shown()).isPresent();
      assertThat(file.unsettled()).isFalse();
      assertThat(Duration.ofNanos(file.nanosUntilDue(now))).hasSeconds(seconds);
      pass(seconds * 1000);
      assertThat(file.isDue(now)).isTrue();
      file.begin();
    }
    assertThat(file.judge(FIRST, GOOD, now)).isTrue();
    assertThat(file.shown()).contains(GOOD);
  }

  @Test
  void see_ofAnotherLookAfterTrouble_doesNotWaitForTheRetry() {
    WatchedFile file = underWay(FIRST);
    for (int i = 0; i < 5; i++) {
      file.judge(FIRST, refused(Fault.TROUBLE), now);
      pass(10_000);
      file.begin();
    }
    file.judge(FIRST, refused(Fault.TROUBLE), now);

    file.see(SECOND, now);

    assertThat(file.nanosUntilDue(now)).isEqualTo(100_000_000);
  }

  private WatchedFile underWay(Look look) {
    WatchedFile file = new WatchedFile(PATIENCE, look, now);
    pass(100);
    file.begin();
    return file;
  }

  private void pass(long millis) {
    now += millis * 1_000_000;
  }

  private static Verdict refused(Fault fault) {
    return new Verdict.Refused(Optional.empty(), Optional.empty(), fault, "a reason");
  }

  private static Look look(long size) {
    FileTime time = FileTime.fromMillis(0);
    return new Look(Look.Kind.FILE, Optional.of("key"), size, time, time, "");
  }
}
