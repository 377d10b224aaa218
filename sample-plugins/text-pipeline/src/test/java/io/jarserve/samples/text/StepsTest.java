package io.jarserve.samples.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.samples.testing.TestIndex;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsTest {

  @Test
  void clean_markupAndSpace_areGone() {
    assertThat(new MarkupCleaner().clean(" <p>a\n <b>b</b></p> ")).isEqualTo("a b");
  }

  @Test
  void report_longText_hasAShortTitle() {
    Reporter.Report report =
        new ShortReporter()
            .report("letters ".repeat(10), List.of(new Keywords.Keyword("letters", 10)), "easy");

    assertThat(report.title()).hasSizeLessThan(42).endsWith("…");
    assertThat(report.keywords()).containsExactly("letters");
  }

  @Test
  void compile_always_indexesTheDeployments() {
    assertThat(TestIndex.classNames(Pipeline.class))
        .contains(
            Pipeline.class.getName(), MarkupCleaner.class.getName(), ShortReporter.class.getName());
  }
}
