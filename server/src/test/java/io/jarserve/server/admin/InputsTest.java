package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Form;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputsTest {

  private static final Endpoint ENDPOINT =
      Endpoint.of("GET", "/", "id", "summary")
          .with(new Input(Place.QUERY, "dry_run", Form.FLAG, false, "only tells"))
          .with(new Input(Place.QUERY, "wait", Form.TIME, false, "how long"))
          .with(new Input(Place.QUERY, "limit", Form.WHOLE, false, "how many"))
          .with(new Input(Place.HEADER, "If-Match", Form.TEXT, true, "which state"));

  @Test
  void query_thatFits_isRead() {
    assertThat(Inputs.query(ENDPOINT, Map.of("dry_run", List.of("true"), "wait", List.of("30s"))))
        .containsOnly(Map.entry("dry_run", "true"), Map.entry("wait", "30s"));
  }

  @ParameterizedTest
  @CsvSource({
    "dryrun,  true, did you mean 'dry_run'?",
    "zzz,     true, 'there are dry_run, wait, limit'",
    "dry_run, yes,  must be true or false",
    "wait,    30d,  must be a time such as 30s",
    "wait,    -1,   must be a time such as 30s",
    "limit,   -1,   must be a whole number",
    "limit,   99999999999999999999, must be a whole number"
  })
  void query_thatDoesNotFit_isRefusedWithItsName(String name, String value, String complaint) {
    Refused refused = refusal(Map.of(name, List.of(value)));

    assertThat(refused.answer().status()).isEqualTo(400);
    assertThat(text(refused)).contains(complaint, "\"field\":\"" + name + "\"");
  }

  @Test
  void query_thatIsThereTwice_isRefused() {
    assertThat(text(refusal(Map.of("wait", List.of("1s", "2s"))))).contains("2 times");
  }

  @Test
  void headers_withoutARequiredOne_areRefused() {
    Refused refused =
        catchThrowableOfType(
            Refused.class, () -> Inputs.headers(ENDPOINT, name -> Optional.empty()));

    assertThat(text(refused)).contains("header 'If-Match' is missing: which state");
  }

  @Test
  void path_thatWouldForgeALineOfTheLog_isRefused() {
    Endpoint endpoint = ENDPOINT.with(new Input(Place.PATH, "name", Form.TEXT, true, "which"));
    Refused refused =
        catchThrowableOfType(
            Refused.class, () -> Inputs.checkPath(endpoint, Map.of("name", "a\nWARN b")));

    assertThat(text(refused)).contains("path parameter 'name'", "without control letters");
  }

  @ParameterizedTest
  @CsvSource({"30s,30000", "30,30000", "500ms,500", "2m,120000"})
  void duration_ofEachForm_isUnderstood(String text, long millis) {
    assertThat(Inputs.duration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  private static Refused refusal(Map<String, List<String>> query) {
    return catchThrowableOfType(Refused.class, () -> Inputs.query(ENDPOINT, query));
  }

  private static String text(Refused refused) {
    return UTF_8.decode(refused.answer().body().duplicate()).toString();
  }
}
