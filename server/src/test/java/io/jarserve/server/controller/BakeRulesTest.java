package io.jarserve.server.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.BakeOptions;
import io.jarserve.server.model.Traffic;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is held against a version, and what is not. */
class BakeRulesTest {

  private static final BakeOptions OPTIONS = new BakeOptions(Duration.ofSeconds(60), 50, 5, 200);
  private static final Traffic BEFORE = new Traffic(1000, 10, 0.010, 0.010);

  @ParameterizedTest
  @CsvSource({
    // requests, failed, whether that is too much after 1 % before
    "2, 1, false",
    "49, 49, false",
    "50, 3, false",
    "50, 6, false",
    "50, 7, true",
    "300, 100, true",
    "10000, 640, false",
    "10000, 660, true",
    "10000, 0, false"
  })
  void errors_moreThanBeforeAndChance_areTooMany(long requests, long failed, boolean tooMany) {
    Traffic seen = new Traffic(requests, failed, 0.010, 0.010);

    assertThat(new BakeRules(OPTIONS, BEFORE).objection(seen, Traffic.NONE).isPresent())
        .isEqualTo(tooMany);
  }

  @Test
  void errors_tooMany_areToldWithValueThresholdAndShare() {
    Traffic seen = new Traffic(300, 100, 0.010, 0.010);

    assertThat(new BakeRules(OPTIONS, BEFORE).objection(seen, Traffic.NONE))
        .contains(
            "33.3 % of 300 requests failed (100), more than 8.7 %: 1.0 % before, and max_error_percent 5, and what is chance");
  }

  @Test
  void errors_allOfThemBefore_areNoWorse() {
    Traffic broken = new Traffic(1000, 1000, 0.010, 0.010);

    assertThat(new BakeRules(OPTIONS, broken).objection(broken, broken)).isEmpty();
  }

  @Test
  void errors_nothingKnownOfBefore_areHeldAgainstNone() {
    Traffic seen = new Traffic(300, 100, 0.010, 0.010);

    assertThat(new BakeRules(OPTIONS, Traffic.NONE).objection(seen, seen)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    // requests, average, median, whether that is too slow after 10 ms with a median up to 10 ms
    "500, 0.030, 0.050, true",
    "49, 0.030, 0.050, false",
    "500, 0.019, 0.020, false",
    "500, 0.500, 0.010, false",
    "500, 0.005, 0.005, false"
  })
  void latency_averageAndMedianGrown_isTooLong(
      long requests, double average, double median, boolean tooSlow) {
    Traffic seen = new Traffic(requests, 0, average, median);

    assertThat(new BakeRules(OPTIONS, BEFORE).objection(seen, seen).isPresent()).isEqualTo(tooSlow);
  }

  @Test
  void latency_tooLong_isToldWithValueThresholdAndShareThatFailed() {
    Traffic all = new Traffic(800, 8, 0.050, 0.050);
    Traffic warm = new Traffic(500, 2, 0.030, 0.050);

    assertThat(new BakeRules(OPTIONS, BEFORE).objection(all, warm))
        .contains(
            "500 requests took 30.0 ms on average, more than 20.0 ms: 10.0 ms before, and max_latency_percent 200; the median grew from up to 10 ms to up to 50 ms; 1.0 % of 800 requests failed (8)");
  }

  @Test
  void latency_ofAColdStart_isNotJudged() {
    Traffic cold = new Traffic(500, 0, 0.100, 0.100);

    assertThat(new BakeRules(OPTIONS, BEFORE).objection(cold, BEFORE)).isEmpty();
  }

  @Test
  void latency_tooFewRequestsBefore_isNotJudged() {
    Traffic few = new Traffic(10, 0, 0.001, 0.001);
    Traffic slow = new Traffic(500, 0, 1, 1);

    assertThat(new BakeRules(OPTIONS, few).objection(slow, slow)).isEmpty();
  }
}
