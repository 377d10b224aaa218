package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbsencesTest {

  private static final Set<String> EXPECTED = Set.of("a.jar", "b.jar");

  private final Absences absences = new Absences(Duration.ofNanos(100));

  @Test
  void observe_ofOneLook_provesNothing() {
    assertThat(absences.observe(EXPECTED, Set.of("b.jar"), 7)).isEmpty();
    assertThat(absences.open(7)).isTrue();
  }

  @Test
  void observe_ofTwoLooksFarEnoughApart_provesIt() {
    absences.observe(EXPECTED, Set.of("b.jar"), 7);

    assertThat(absences.observe(EXPECTED, Set.of("b.jar"), 106)).isEmpty();
    assertThat(absences.observe(EXPECTED, Set.of("b.jar"), 107)).containsExactly("a.jar");
    assertThat(absences.observe(EXPECTED, Set.of("b.jar"), 500)).containsExactly("a.jar");
    assertThat(absences.open(500)).isFalse();
  }

  @Test
  void observe_ofAFileThatWasThereInBetween_beginsAnew() {
    absences.observe(EXPECTED, Set.of("b.jar"), 0);
    absences.observe(EXPECTED, EXPECTED, 50);

    assertThat(absences.observe(EXPECTED, Set.of("b.jar"), 120)).isEmpty();
    assertThat(absences.observe(EXPECTED, Set.of("b.jar"), 220)).containsExactly("a.jar");
  }

  @Test
  void observe_afterADoubtfulLook_beginsAnew() {
    absences.observe(EXPECTED, Set.of(), 0);
    absences.forgetAll();

    assertThat(absences.observe(EXPECTED, Set.of(), 120)).isEmpty();
    assertThat(absences.observe(EXPECTED, Set.of(), 220)).isEqualTo(EXPECTED);
  }

  @Test
  void observe_ofWhatIsNoLongerExpected_endsTheProof() {
    absences.observe(EXPECTED, Set.of(), 0);

    assertThat(absences.observe(Set.of("b.jar"), Set.of(), 200)).containsExactly("b.jar");
  }
}
