package ${package};

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jarserve.api.RequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CountdownTest {

  private final Countdown countdown = new Countdown();

  @Test
  void count_fromTwo_writesThreeLines() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    countdown.count(2, out);

    assertEquals("2\n1\n0\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void from_ofAWord_isRefused() {
    assertThrows(RequestException.class, () -> Countdown.from("ten"));
  }

  @Test
  void checkHealth_ofAFreshReplica_passes() {
    assertDoesNotThrow(countdown::checkHealth);
  }
}
