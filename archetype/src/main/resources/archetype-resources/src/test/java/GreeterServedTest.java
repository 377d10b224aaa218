package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jarserve.testkit.JarserveClient;
import io.jarserve.testkit.JarserveTest;
import org.junit.jupiter.api.Test;

/** Served by the real server, inside this test. */
@JarserveTest(Greeter.class)
class GreeterServedTest {

  @Test
  void get_withAName_greetsIt(JarserveClient http) {
    assertEquals("{\"text\":\"hello Ada\"}", http.get("/${artifactId}?name=Ada").body());
  }
}
