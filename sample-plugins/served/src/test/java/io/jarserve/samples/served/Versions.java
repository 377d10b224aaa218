package io.jarserve.samples.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.testkit.JarserveServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A sample that is replaced by versions of itself.
 *
 * @param directory for the JARs of these versions
 */
record Versions(JarserveServer server, String sample, Path directory) {

  private static final int REQUESTS_BETWEEN = 200;

  /** The JAR that the build made. */
  static Path jar(String sample) {
    return Path.of("..", sample, "target", sample + ".jar");
  }

  /** The next ones up to that number, each while the one before answers. */
  void rollTo(int last, LoadClients clients) {
    for (int version = 2; version <= last; version++) {
      awaitMore(clients);
      drop(version);
    }
    awaitMore(clients);
    clients.close();
    assertThat(clients.failed()).as("failed requests: %s", clients.failures()).isZero();
  }

  /** One more, and waits until it serves. */
  void drop(int version) {
    server.drop(
        PluginJars.copy(jar(sample))
            .manifest("Plugin-Version", version + ".0")
            .writeTo(directory.resolve(sample + ".jar")));
    server.awaitRunning();
  }

  /** Waits until no version is in memory but the one that serves. */
  void awaitUnloaded() {
    await("old versions unloaded")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              System.gc();
              return server.status().pendingUnload();
            },
            List::isEmpty);
  }

  private static void awaitMore(LoadClients clients) {
    long before = clients.succeeded();
    await().until(() -> clients.succeeded() > before + REQUESTS_BETWEEN || clients.failed() > 0);
  }
}
