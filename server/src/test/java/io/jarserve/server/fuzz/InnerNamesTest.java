package io.jarserve.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InnerNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed: java.io.IOException: gone",
        "boom\n\tat demo.Greeter.handle",
        "{\"detail\":\"boom\\n\\tat demo.Greeter\"}",
        "Yaml.read(Yaml.java:50)",
        "io.jarserve.server.json.Yaml$1",
        "a NullPointerException"
      })
  void in_innerName_isFound(String said) {
    assertThat(InnerNames.in(said, "PUT /x")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/java-archive",
        "there is no field 'java'; did you mean 'jar'?",
        "io.jarserve.api.Deployment must be implemented",
        "Internal error"
      })
  void in_plainWords_nothingIsFound(String said) {
    assertThat(InnerNames.in(said, "PUT /x")).isEmpty();
  }

  @Test
  void in_nameThatWasGiven_isNotFound() {
    assertThat(InnerNames.in("no 'java.io.File'", "GET /java.io.File")).isEmpty();
    assertThat(InnerNames.in("no 'java.io.File'", "GET /java%2Eio.File")).isEmpty();
    assertThat(InnerNames.in("no 'java.io.File'", "GET /java.io.Reader")).isPresent();
  }
}
