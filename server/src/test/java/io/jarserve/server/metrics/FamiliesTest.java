package io.jarserve.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FamiliesTest {

  private final Families families = new Families();

  @Test
  void add_oneFamilyTwice_standsOnceWithAllSamples() {
    families.add("# HELP a_total first\n# TYPE a_total counter\na_total{x=\"1\"} 1.0\n");
    families.add("# HELP b what\n# TYPE b gauge\nb 2.0\n");
    families.add(
        "# HELP a_total second\n# TYPE a_total counter\na_total{x=\"2\"} 3.0\na_total{x=\"3\"} 4.0\n");

    assertThat(families.text())
        .isEqualTo(
            "# HELP a_total first\n# TYPE a_total counter\na_total{x=\"1\"} 1.0\n"
                + "a_total{x=\"2\"} 3.0\na_total{x=\"3\"} 4.0\n"
                + "# HELP b what\n# TYPE b gauge\nb 2.0\n");
  }

  @Test
  void add_anotherTypeUnderOneName_isLeftOut() {
    families.add("# TYPE a gauge\na 1.0\n");
    families.add("# TYPE a summary\na_count 1.0\na_sum 2.0\n# TYPE b gauge\nb 1.0\n");

    assertThat(families.text()).isEqualTo("# TYPE a gauge\na 1.0\n# TYPE b gauge\nb 1.0\n");
  }

  @Test
  void add_nothing_isNothing() {
    families.add("");

    assertThat(families.text()).isEmpty();
  }
}
