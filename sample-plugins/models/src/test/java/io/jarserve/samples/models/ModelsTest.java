package io.jarserve.samples.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.samples.testing.Bodies;
import io.jarserve.samples.testing.TestContext;
import io.jarserve.samples.testing.TestIndex;
import io.jarserve.samples.testing.TestRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {

  @TempDir Path dir;

  private final Models models = new Models();

  @BeforeEach
  void start() throws Exception {
    models.start(new TestContext("r1", Map.of("directory", dir.resolve("m").toString())));
  }

  @Test
  void predict_withAKeptModel_usesItsWeights() throws Exception {
    assertThat(put("berlin", "{'intercept': 50, 'weights': {'rooms': 80, 'area': 2.5}}").status())
        .isEqualTo(201);

    assertThat(predict("berlin", "{'values': {'rooms': 3, 'area': 70}}"))
        .isEqualTo("{'model':'berlin','value':465.0,'replica':'r1'}");
    assertThat(predict("berlin", "{'values': {}}")).contains("'value':50.0");
  }

  @Test
  void predict_withAnUnknownFeature_namesThoseThatAreKnown() throws Exception {
    put("berlin", "{'intercept': 0, 'weights': {'rooms': 80, 'area': 2.5}}");

    assertRefused(422, "no 'floor'; it knows area, rooms", "berlin", "{'values': {'floor': 3}}");
  }

  @Test
  void predict_withoutAModel_saysWhatToDo() {
    assertRefused(404, "there is no model 'paris': PUT it first", "paris", "{'values': {}}");
    assertRefused(400, "'../secret'", "../secret", "{'values': {}}");
    assertThatThrownBy(() -> models.handle(TestRequest.of("POST", "/predict").withBody("{}")))
        .hasMessage("name a model in jarserve-multiplexed-model-id");
  }

  @Test
  void put_ofAnIdThatIsTaken_isAConflict() throws Exception {
    put("berlin", "{'intercept': 1, 'weights': {}}");

    assertThatThrownBy(() -> put("berlin", "{'intercept': 2, 'weights': {}}"))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.status()).isEqualTo(409));
    assertThat(predict("berlin", "{'values': {}}")).contains("'value':1.0");
  }

  @Test
  void compile_always_indexesTheDeployment() {
    assertThat(TestIndex.classNames(Models.class)).containsExactly(Models.class.getName());
  }

  private Response put(String id, String json) throws Exception {
    return models.handle(TestRequest.of("PUT", "/" + id).withBody(json.replace('\'', '"')));
  }

  private String predict(String id, String json) throws Exception {
    TestRequest request =
        TestRequest.of("POST", "/predict")
            .withHeader("jarserve-multiplexed-model-id", id)
            .withBody(json.replace('\'', '"'));
    return Bodies.text(models.handle(request)).replace('"', '\'');
  }

  private void assertRefused(int status, String message, String id, String json) {
    assertThatThrownBy(() -> predict(id, json))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.status()).isEqualTo(status));
  }
}
