package io.jarserve.samples.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.RequestException;
import io.jarserve.samples.testing.Bodies;
import io.jarserve.samples.testing.TestContext;
import io.jarserve.samples.testing.TestIndex;
import io.jarserve.samples.testing.TestRequest;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the real model. */
class LanguageTest {

  private static final Language LANGUAGE = new Language();

  @BeforeAll
  static void start() throws Exception {
    LANGUAGE.start(new TestContext("r"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deu|Der Zug nach Hamburg fährt heute leider zwanzig Minuten später ab, weil es schneit.",
        "eng|The train to the coast leaves twenty minutes late today because of all the snow.",
        "fra|Le train pour la côte part avec vingt minutes de retard à cause de toute la neige.",
        "spa|El tren que va hacia la costa sale hoy con veinte minutos de retraso por la nieve.",
        "ita|Il treno per la costa parte oggi con venti minuti di ritardo per via della neve.",
        "pol|Pociąg nad morze odjeżdża dzisiaj z dwudziestominutowym opóźnieniem z powodu śniegu.",
      })
  void handle_ofAText_tellsItsLanguage(String language, String text) throws Exception {
    assertThat(detect(text)).startsWith("{\"language\":\"" + language + "\",\"confidence\":0.");
  }

  @Test
  void handle_ofAShortText_takesItFromTheQuery() throws Exception {
    TestRequest request = TestRequest.get("/of").withQuery("text", "Wo ist der Bahnhof, bitte?");

    assertThat(Bodies.text(LANGUAGE.handle(request))).startsWith("{\"language\":\"deu\"");
  }

  @Test
  void handle_ofNoText_saysSo() {
    assertThatThrownBy(() -> detect("  \n"))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.status()).isEqualTo(422));
  }

  @Test
  void handle_ofAnotherMethod_isNotOffered() {
    assertThatThrownBy(() -> LANGUAGE.handle(TestRequest.get("/")))
        .hasMessage("POST a text, or GET /of?text=; GET is not offered here");
  }

  @Test
  void reconfigure_withBadNumbers_isRefusedWithTheirName() {
    TestContext context = new TestContext("r", Map.of("batchSize", 0, "waitMillis", 5));

    assertThatThrownBy(() -> LANGUAGE.reconfigure(context.userConfig()))
        .hasMessage("maxBatchSize must be at least 1 but is 0");
  }

  @Test
  void compile_always_indexesTheDeployment() {
    assertThat(TestIndex.classNames(Language.class)).containsExactly(Language.class.getName());
  }

  private static String detect(String text) throws Exception {
    return Bodies.text(LANGUAGE.handle(TestRequest.of("POST", "/").withBody(text)));
  }
}
