package io.jarserve.samples.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.samples.testing.Bodies;
import io.jarserve.samples.testing.TestIndex;
import io.jarserve.samples.testing.TestRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanguageTest {

  private final FrequentWords words = new FrequentWords();

  @Test
  void keywords_ofAText_areTheMostFrequentFirst() {
    assertThat(words.of("Many words, many more words; many!", 2))
        .isEqualTo(List.of(new Keywords.Keyword("many", 3), new Keywords.Keyword("words", 2)));
  }

  @Test
  void keywords_overHttp_areJson() throws Exception {
    assertThat(Bodies.text(words.handle(TestRequest.of("POST", "/").withBody("word a"))))
        .isEqualTo("[{\"word\":\"word\",\"count\":1}]");
  }

  @Test
  void readability_longSentences_areHarder() throws Exception {
    assertThat(grade("\"One two. Three.\"")).contains("1.5").contains("easy");
    assertThat(grade("\"" + "word ".repeat(25) + "\"")).contains("hard");
    assertThat(grade("\"\"")).contains("easy");
  }

  @Test
  void compile_always_indexesTheDeployments() {
    assertThat(TestIndex.classNames(FrequentWords.class))
        .contains(FrequentWords.class.getName(), Readability.class.getName());
  }

  private static String grade(String json) throws Exception {
    return Bodies.text(new Readability().handle(TestRequest.of("POST", "/").withBody(json)));
  }
}
