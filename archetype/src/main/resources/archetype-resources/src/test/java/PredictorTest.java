package ${package};

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jarserve.api.RequestException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PredictorTest {

  @Test
  void predict_withAKnownFeature_weighsIt() throws IOException {
    assertEquals(110, Predictor.load("house").predict(Map.of("rooms", 3.0)));
  }

  @Test
  void predict_withAnUnknownFeature_isRefused() throws IOException {
    Predictor.Model flat = Predictor.load("flat");

    assertThrows(RequestException.class, () -> flat.predict(Map.of("garden", 1.0)));
  }

  @Test
  void checkHealth_ofAFreshReplica_passes() {
    assertDoesNotThrow(new Predictor()::checkHealth);
  }
}
