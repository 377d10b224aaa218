package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jarserve.testkit.JarserveClient;
import io.jarserve.testkit.JarserveTest;
import org.junit.jupiter.api.Test;

/** Served by the real server, inside this test. */
@JarserveTest(Countdown.class)
class CountdownServedTest {

  @Test
  void get_fromOne_streamsTwoLines(JarserveClient http) {
    assertEquals("1\n0\n", http.get("/${artifactId}?from=1").body());
  }

  @Test
  void get_fromAWord_is400(JarserveClient http) {
    assertEquals(400, http.get("/${artifactId}?from=ten").statusCode());
  }
}
