package io.jarserve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void parts_ofASampledTrace_areTold() {
    TraceContext trace = new TraceContext("00-" + TRACE + "-" + SPAN + "-01", "a=b");

    assertThat(trace.traceId()).isEqualTo(TRACE);
    assertThat(trace.parentId()).isEqualTo(SPAN);
    assertThat(trace.isSampled()).isTrue();
    assertThat(new TraceContext("00-" + TRACE + "-" + SPAN + "-02", "").isSampled()).isFalse();
  }

  @Test
  void isTraceparent_ofALaterVersionWithMore_isTrue() {
    assertThat(TraceContext.isTraceparent("01-" + TRACE + "-" + SPAN + "-01-more")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-01-more",
        "00-" + TRACE + "-" + SPAN + "-0g",
      })
  void create_ofWhatIsNone_isRefusedWithTheValue(String text) {
    assertThat(TraceContext.isTraceparent(text)).isFalse();
    assertThatThrownBy(() -> new TraceContext(text, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
