package io.jarserve.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.OptionsFuzz;
import io.jarserve.server.artifact.jar.JarFuzz;
import io.jarserve.server.config.ConfigFuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What failed once does not fail again; on every platform, without a fuzzer. */
class KnownInputsTest {

  private interface Target {
    void play(byte[] input) throws Exception;
  }

  @Test
  void config_knownInputs_areReadOrRefused() throws Exception {
    ConfigFuzz.fuzzerInitialize();
    play(FuzzTarget.CONFIG, ConfigFuzz::fuzzerTestOneInput);
    ConfigFuzz.fuzzerTearDown();
  }

  @Test
  void options_knownInputs_areReadOrRefused() throws Exception {
    play(FuzzTarget.OPTIONS, OptionsFuzz::fuzzerTestOneInput);
  }

  @Test
  void jar_knownInputs_areReadOrRefused() throws Exception {
    JarFuzz.fuzzerInitialize();
    play(FuzzTarget.JAR, JarFuzz::fuzzerTestOneInput);
    JarFuzz.fuzzerTearDown();
  }

  @Test
  void api_knownInputs_areAnswered() throws Exception {
    try (FuzzedServer server = FuzzedServer.start()) {
      play(FuzzTarget.API, server::play);
    }
  }

  private static void play(FuzzTarget kind, Target target) throws Exception {
    assertThat(kind.known()).isNotEmpty();
    for (Path known : kind.known()) {
      try {
        target.play(Files.readAllBytes(known));
      } catch (Throwable thrown) {
        throw new AssertionError(known + " fails again", thrown);
      }
    }
    for (byte[] seed : kind.material().seeds().values()) {
      target.play(seed);
    }
  }
}
