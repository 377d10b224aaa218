package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.LogLines;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is stopped while it takes something in says nothing that would worry anybody. */
@Timeout(300)
class QuickCloseTest {

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 90, 130, 170, 220, 300, 450})
  void close_soonAfterADrop_warnsOfNothing(int millis) {
    byte[] jar = PluginJars.greeter("greeter", "1.0", "hello").bytes();
    try (LogLines lines = LogLines.listen()) {
      try (TestNode node = TestNode.start(home)) {
        PluginJars.place(jar, node.deployDir().resolve("greeter.jar"));
        letPass(millis);
      }

      assertThat(lines.warnings()).isEmpty();
    }
    try (TestNode node = TestNode.start(home)) {
      node.awaitRunning("greeter", "1.0");
    }
  }

  private static void letPass(int millis) {
    await()
        .pollDelay(Duration.ofMillis(millis))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> true);
  }
}
