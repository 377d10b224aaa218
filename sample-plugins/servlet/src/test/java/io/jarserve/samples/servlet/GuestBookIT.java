package io.jarserve.samples.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JAR as it is dropped, Jetty's servlet container and all, in a real server. */
@Timeout(180)
class GuestBookIT {

  private static final Path JAR = Path.of("target", "servlet.jar");
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

  @TempDir private Path home;
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.start(home);
    deploy("1.0");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void entries_addedByAForm_areListed() throws IOException {
    Wire.Answer added = Wire.post(node.port(), "/guestbook", "name=Ada&text=Hello", FORM);
    assertThat(added.status()).isEqualTo(302);
    assertThat(added.header("Location")).endsWith("/guestbook");

    Wire.Answer list = Wire.get(node.port(), "/guestbook");
    assertThat(list.body()).isEqualTo("Ada: Hello\n");
    assertThat(list.header("Cache-Control")).isEqualTo("no-store");
    assertThat(list.header("Content-Length")).isEqualTo("11");
    assertThat(Wire.post(node.port(), "/guestbook", "name=Ada", FORM).status()).isEqualTo(400);
  }

  @Test
  void jar_replacedUnderLoad_losesNothingAndUnloads() {
    LoadClients clients = LoadClients.wantingOk(node.port()).add(4, "/guestbook");
    for (int version = 2; version <= 5; version++) {
      awaitMore(clients);
      deploy(version + ".0");
    }
    awaitMore(clients);
    clients.close();

    assertThat(clients.failed()).as("failed requests: %s", clients.failures()).isZero();
    await("old versions unloaded")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              System.gc();
              return node.status().pendingUnload();
            },
            List::isEmpty);
  }

  private void deploy(String version) {
    PluginJars.copy(JAR)
        .manifest("Plugin-Version", version)
        .writeTo(node.deployDir().resolve("servlet.jar"));
    node.awaitRunning("servlet", version);
  }

  private static void awaitMore(LoadClients clients) {
    long before = clients.succeeded();
    await().until(() -> clients.succeeded() > before + 200 || clients.failed() > 0);
  }
}
