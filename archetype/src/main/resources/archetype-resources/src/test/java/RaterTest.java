package ${package};

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RaterTest {

  @Test
  void rate_ofSeveralTexts_givesARatingForEachInOrder() {
    List<Rater.Text> batch = List.of(new Rater.Text("good day"), new Rater.Text(""));

    assertEquals(List.of(new Rater.Rating(0.5), new Rater.Rating(0)), Rater.rate(batch));
  }

  @Test
  void checkHealth_ofAFreshReplica_passes() {
    assertDoesNotThrow(new Rater()::checkHealth);
  }

  @Test
  void settings_withoutRoomInABatch_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Rater.Settings(0, 5).options());
  }
}
