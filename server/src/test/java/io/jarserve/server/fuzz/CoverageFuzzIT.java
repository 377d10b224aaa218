package io.jarserve.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A fuzzer that is led by coverage finds no input that fails. Short by default; {@code
 * -Djarserve.fuzzSeconds=600} for longer runs. What it found, logs and corpora are below {@code
 * target/fuzz}.
 */
class CoverageFuzzIT {

  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("jarserve.fuzzSeconds", 10));

  @ParameterizedTest
  @MethodSource("io.jarserve.server.fuzz.FuzzTarget#all")
  void anyInput_isUnderstoodOrRefused(FuzzTarget target) throws Exception {
    assumeTrue(Fuzzer.isHere(), "there is no fuzzer for " + Fuzzer.platform());
    Path directory = Path.of("target", "fuzz", target.label());
    Fuzzer.Outcome outcome = new Fuzzer(directory).run(target, TIME);
    assertThat(outcome.failed()).as(outcome.log()).isFalse();
    assertThat(outcome.edges()).as(outcome.log()).isPositive();
    assertThat(outcome.runs()).as(outcome.log()).isGreaterThanOrEqualTo(target.known().size());
  }

  @Test
  void inputThatFails_isToldWithTheInput(@TempDir Path directory) throws Exception {
    assumeTrue(Fuzzer.isHere(), "there is no fuzzer for " + Fuzzer.platform());
    Fuzzer.Outcome outcome = new Fuzzer(directory).run(FuzzTarget.ALARM, TIME);
    assertThat(outcome.failed()).as(outcome.log()).isTrue();
    assertThat(outcome.log()).contains("the alarm works");
    assertThat(directory.resolve("findings")).isNotEmptyDirectory();
  }
}
