package io.jarserve.server.artifact.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionNumberTest {

  @Test
  void compareTo_ofVersionsInOrder_keepsTheOrder() {
    List<String> ordered =
        List.of(
            "0.9",
            "1-SNAPSHOT",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1",
            "1.0.1",
            "1.2",
            "1.10",
            "1.10.0.1",
            "2",
            "2024.12.31",
            "999999999999999999");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(7));

    shuffled.sort(VersionNumber.ORDER);

    assertThat(shuffled).isEqualTo(ordered);
  }

  @ParameterizedTest
  @CsvSource({"1,1.0.0", "1.2,1.2.0.0", "1.0+linux,1.0+windows", "1.0-rc.01,1-rc.1", "01.2,1.2"})
  void equals_ofOneVersionWrittenTwoWays_isTrue(String one, String other) {
    VersionNumber first = VersionNumber.parse(one);
    VersionNumber second = VersionNumber.parse(other);

    assertThat(first).isEqualByComparingTo(second).isEqualTo(second).hasSameHashCodeAs(second);
    assertThat(first.toString()).isEqualTo(second.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "1.",
        ".1",
        "1..2",
        "v1",
        "1.2.Final",
        "1 2",
        "1.0-",
        "-1",
        "1234567890123456789"
      })
  void parse_ofWhatHasNoOrder_namesTheTextAndTheForm(String text) {
    assertThatThrownBy(() -> VersionNumber.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("1.2.3");
  }
}
