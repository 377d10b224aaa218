package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jarserve.api.Multiplexed;
import io.jarserve.testkit.JarserveClient;
import io.jarserve.testkit.JarserveTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Served by the real server, inside this test. */
@JarserveTest(Predictor.class)
class PredictorServedTest {

  private static final String AREA = "{\"values\": {\"area\": 10}}";

  @Test
  void post_withoutAModel_asksTheOneThatIsSet(JarserveClient http) {
    assertEquals(
        "{\"model\":\"house\",\"value\":75.0}", http.postJson("/${artifactId}", AREA).body());
  }

  @Test
  void post_withAModel_asksThatOne(JarserveClient http) {
    assertEquals("{\"model\":\"flat\",\"value\":45.0}", ask(http, "flat").body());
  }

  @Test
  void post_withAModelThatIsNotThere_is404(JarserveClient http) {
    assertEquals(404, ask(http, "castle").statusCode());
  }

  private static HttpResponse<String> ask(JarserveClient http, String model) {
    return http.send(
        http.request("/${artifactId}")
            .header(Multiplexed.HEADER, model)
            .POST(BodyPublishers.ofString(AREA)));
  }
}
