package io.jarserve.samples.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JAR as it is dropped, Jersey and all, in a real server. */
@Timeout(180)
class LibraryIT {

  private static final Path JAR = Path.of("target", "jaxrs.jar");
  private static final String BOOKS = "/library/api/books";
  private static final String JSON = "Content-Type: application/json";
  private static final String EMMA = "{\"isbn\":\"1\",\"title\":\"Emma\",\"year\":1815}";

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
  void books_fromAddedToRemoved_areServedAsByAWar() throws IOException {
    Wire.Answer added = Wire.post(node.port(), BOOKS, EMMA, JSON);
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.header("Location")).isEqualTo("http://test" + BOOKS + "/1");
    assertThat(added.header("X-Served-By")).isEqualTo("library");

    Wire.Answer found = Wire.get(node.port(), BOOKS + "/1");
    assertThat(found.body()).isEqualTo(EMMA);
    assertThat(found.header("Content-Type")).isEqualTo("application/json");
    assertThat(found.header("Content-Length")).isEqualTo("" + EMMA.length());

    assertThat(Wire.get(node.port(), BOOKS + "?since=1900").body()).isEqualTo("[]");
    assertThat(Wire.get(node.port(), BOOKS + "/catalogue").body()).isEqualTo("1;Emma;1815\n");
    assertThat(delete("/1")).isEqualTo(204);
    assertThat(delete("/1")).isEqualTo(404);
  }

  @Test
  void books_wrongRequests_getTheAnswersOfJaxRs() throws IOException {
    Wire.Answer unknown = Wire.get(node.port(), BOOKS + "/2");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body()).isEqualTo("{\"error\":\"no book has the ISBN 2\"}");
    assertThat(Wire.post(node.port(), BOOKS, "{\"isbn\":", JSON).status()).isEqualTo(400);
    assertThat(Wire.post(node.port(), BOOKS, EMMA, "Content-Type: text/x").status()).isEqualTo(415);
    assertThat(Wire.get(node.port(), "/library/books").status()).isEqualTo(404);
  }

  @Test
  void jar_replacedUnderLoad_losesNothingAndUnloads() {
    LoadClients clients =
        LoadClients.wantingOk(node.port()).add(4, BOOKS).add(2, BOOKS + "/catalogue");
    for (int version = 2; version <= 7; version++) {
      awaitMore(clients);
      deploy(version + ".0");
    }
    awaitMore(clients);
    clients.close();

    assertThat(clients.failed()).as("failed requests: %s", clients.failures()).isZero();
    awaitUnloaded();
  }

  private void deploy(String version) {
    PluginJars.copy(JAR)
        .manifest("Plugin-Version", version)
        .writeTo(node.deployDir().resolve("jaxrs.jar"));
    node.awaitRunning("jaxrs", version);
  }

  private int delete(String path) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.send("DELETE", BOOKS + path, "");
      return wire.receiveHead().status();
    }
  }

  private static void awaitMore(LoadClients clients) {
    long before = clients.succeeded();
    await().until(() -> clients.succeeded() > before + 200 || clients.failed() > 0);
  }

  private void awaitUnloaded() {
    await("old versions unloaded")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              System.gc();
              return node.status().pendingUnload();
            },
            pending -> pending.isEmpty());
  }
}
