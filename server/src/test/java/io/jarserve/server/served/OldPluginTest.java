package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JAR that was compiled against the API's baseline runs unchanged on today's server. Its source
 * and the script that made it are beside it, in {@code plugin-api/src/compat}.
 */
@Timeout(300)
class OldPluginTest {

  private static final Path OLD = Path.of("..", "plugin-api", "src", "compat", "old-plugin.jar");

  @TempDir Path home;

  @Test
  void oldPlugin_onTodaysServer_answersAsItDid() throws IOException {
    Path deployDir = TestNode.deployDir(home);
    Files.writeString(
        deployDir.resolve("old.yaml"),
        "deployments:\n  - name: Old\n    user_config: { greeting: hi }\n");
    PluginJars.place(Files.readAllBytes(OLD), deployDir.resolve("old.jar"));
    try (TestNode node = TestNode.start(home)) {
      node.awaitRunning("old", "1.0");
      check(node.port());
    }
  }

  private static void check(int port) throws IOException {
    assertThat(Wire.get(port, "/old/greet?name=Ada").body()).isEqualTo("hi1 Ada");
    Wire.Answer point = Wire.post(port, "/old/point", "{\"x\":1,\"y\":2,\"z\":3}");
    assertThat(point.status()).isEqualTo(201);
    assertThat(point.body()).isEqualTo("{\"x\":1,\"y\":2}");
    assertThat(Wire.post(port, "/old/point", "{\"x\":\"one\"}").body()).contains("field 'x'");
    assertThat(Wire.post(port, "/old/text", "Zoë").body()).isEqualTo("Zoë");
    assertThat(Wire.post(port, "/old/bytes", "12345").body()).isEqualTo("5");
    assertThat(Wire.post(port, "/old/stream", "a stream").body()).isEqualTo("a stream");
    assertThat(Wire.get(port, "/old/refuse").status()).isEqualTo(418);
    assertThat(Wire.get(port, "/old/else").status()).isEqualTo(204);
    assertThat(Wire.post(port, "/old/bytes", "x".repeat(1001)).status()).isEqualTo(413);
    Wire.Answer about = Wire.get(port, "/old/about?q=1&q=2", "X-A: b");
    assertThat(about.header("X-Old")).isEqualTo("yes");
    assertThat(about.body())
        .contains(
            "\"replica\":\"some\"",
            "\"version\":\"1.0\"",
            "\"config\":{\"greeting\":\"hi\"}",
            "\"checked\":true",
            "\"all\":[\"1\",\"2\"]",
            "\"header\":\"b\"",
            "\"time\":true");
  }
}
