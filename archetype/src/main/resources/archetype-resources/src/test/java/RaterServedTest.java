package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jarserve.testkit.JarserveClient;
import io.jarserve.testkit.JarserveTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Served by the real server, inside this test. */
@JarserveTest(Rater.class)
class RaterServedTest {

  @Test
  void post_ofTwoAtATime_givesEachItsOwnRating(JarserveClient http) {
    List<CompletableFuture<String>> answers =
        Stream.of("good day", "rainy day")
            .map(text -> CompletableFuture.supplyAsync(() -> rate(http, text)))
            .toList();

    assertEquals(
        List.of("{\"friendly\":0.5}", "{\"friendly\":0.0}"),
        answers.stream().map(CompletableFuture::join).toList());
  }

  @Test
  void post_withoutAText_is400(JarserveClient http) {
    assertEquals(400, http.postJson("/${artifactId}", "{}").statusCode());
  }

  private static String rate(JarserveClient http, String text) {
    return http.postJson("/${artifactId}", "{\"text\": \"" + text + "\"}").body();
  }
}
