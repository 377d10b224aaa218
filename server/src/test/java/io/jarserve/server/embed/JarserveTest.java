package io.jarserve.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.Response;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The life of an instance inside this process. */
class JarserveTest extends WithAnInstance {

  @Test
  void start_again_isTheSameInstance() {
    assertThat(Jarserve.start(options)).isSameAs(jarserve);
  }

  @Test
  void start_againWithOtherOptions_namesThem() {
    ServerConfig others = options.with(ConfigKey.MAX_ENTRIES, 7).with(ConfigKey.ACCESS_LOG, "json");

    assertThatThrownBy(() -> Jarserve.start(others))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("max_entries is 100000 there and 7 here")
        .hasMessageContaining("access_log is off there and json here")
        .hasMessageContaining(jarserve.httpAddress().toString())
        .hasMessageNotContaining("http_port");
  }

  @Test
  void start_withWhatOnlyACommandCanDo_isRefused() {
    assertThatThrownBy(() -> Jarserve.start(options.with(ConfigKey.DETACH, true)))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("detach");
    assertThatThrownBy(() -> Jarserve.start(options.with(ConfigKey.WITH_SAMPLES, true)))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("with_samples");
  }

  @Test
  void start_afterTheEnd_bringsBackJarsAndNoFunctions() throws IOException {
    jarserve.deploy("passing", request -> Response.text("gone tomorrow"));
    jarserve.deploy(jar("lasting", "1.0", "still here"));

    jarserve.shutdown();
    assertThat(jarserve.awaitShutdown(Duration.ZERO)).isTrue();
    assertThat(checkpoints()).contains("lasting").doesNotContain("passing");
    jarserve = Jarserve.start(options);

    assertThat(get("/lasting").body()).isEqualTo("still here");
    assertThat(jarserve.status().applications()).containsOnlyKeys("lasting");
  }

  @Test
  void awaitShutdown_ofARunningInstance_isFalse() {
    assertThat(jarserve.awaitShutdown(Duration.ofMillis(1))).isFalse();
  }

  private String checkpoints() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(home.resolve("state/state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
