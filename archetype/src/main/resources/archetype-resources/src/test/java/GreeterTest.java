package ${package};

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class GreeterTest {

  private final Greeter greeter = new Greeter();

  @Test
  void greet_withAName_greetsIt() {
    assertEquals("hello Ada", greeter.greet("Ada").text());
  }

  @Test
  void checkHealth_ofAFreshReplica_passes() {
    assertDoesNotThrow(greeter::checkHealth);
  }

  @Test
  void settings_withABlankGreeting_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Greeter.Settings(" "));
  }
}
