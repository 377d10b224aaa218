package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.ZipBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JAR is replaced in every way that people and accidents replace it, while 16 clients ask a
 * fast path and 4 a path of three seconds. Not one request may fail.
 */
class ReplaceUnderLoadIT {

  private static final int SLICES = 8;

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void jar_replacedByAGoodOne_losesNothing(int replicas) throws IOException {
    try (TestNode node = serving(replicas)) {
      LoadClients clients = load(node);
      rewrite(node, version("2.0", replicas).bytes());
      node.awaitRunning("shop", "2.0");
      awaitSlowRequests(clients);
      rewrite(node, version("3.0", replicas).bytes());
      node.awaitRunning("shop", "3.0");
      awaitSlowRequests(clients);
      clients.assertNothingLost();
      assertThat(node.get("/shop").body()).isEqualTo("3.0");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void jar_truncated_losesNothingAndIsRefused(int replicas) throws IOException {
    try (TestNode node = serving(replicas)) {
      LoadClients clients = load(node);
      byte[] good = version("2.0", replicas).bytes();
      rewrite(node, Arrays.copyOf(good, good.length / 2));
      node.awaitStatus(status -> !status.rejectedFiles().isEmpty());
      await().until(() -> Files.exists(marker()));
      awaitSlowRequests(clients);
      rewrite(node, good);
      node.awaitRunning("shop", "2.0");
      clients.assertNothingLost();
      await().until(() -> !Files.exists(marker()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void jar_replacedByOneWhoseStartThrows_losesNothingAndGoesBack(int replicas) throws IOException {
    try (TestNode node = serving(replicas)) {
      LoadClients clients = load(node);
      rewrite(node, broken("2.0", replicas).bytes());
      node.awaitApplication("shop", app -> app.status() == ApplicationStatus.DEPLOY_FAILED);
      awaitSlowRequests(clients);
      clients.assertNothingLost();
      assertThat(node.get("/shop").body()).isEqualTo("1.0");
      assertThat(node.application("shop").message()).contains("the shelf is empty");
      await().untilAsserted(() -> assertThat(marker()).content().contains("the shelf is empty"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void jar_rewrittenInPlaceInSlices_losesNothing(int replicas) throws IOException {
    try (TestNode node = serving(replicas)) {
      LoadClients clients = load(node);
      byte[] good = version("2.0", replicas).bytes();
      try (RandomAccessFile file = new RandomAccessFile(jar(node).toFile(), "rw")) {
        file.setLength(good.length);
        for (int slice = 0; slice < SLICES; slice++) {
          int from = good.length * slice / SLICES;
          int to = good.length * (slice + 1) / SLICES;
          file.seek(from);
          file.write(good, from, to - from);
          pass(Duration.ofSeconds(1));
        }
      }
      node.awaitRunning("shop", "2.0");
      awaitSlowRequests(clients);
      clients.assertNothingLost();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void jar_corruptBehindAnIntactDirectory_losesNothingAndIsRefused(int replicas)
      throws IOException {
    try (TestNode node = serving(replicas)) {
      LoadClients clients = load(node);
      byte[] corrupt = ZipBytes.corrupt(version("2.0", replicas).bytes(), "demo/Shop.class");
      rewrite(node, corrupt);
      node.awaitStatus(status -> !status.rejectedFiles().isEmpty());
      awaitSlowRequests(clients);
      clients.assertNothingLost();
      assertThat(node.get("/shop").body()).isEqualTo("1.0");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void jar_deletedAndPutBack_losesNothingButTheGap(int replicas) throws IOException {
    try (TestNode node = serving(replicas)) {
      AtomicBoolean gap = new AtomicBoolean();
      LoadClients clients =
          new LoadClients(
                  node.port(),
                  (status, body) ->
                      status == 200 || (gap.get() && Set.of(404, 503).contains(status)))
              .add(16, "/shop");
      LoadClients begunBefore = LoadClients.wantingOk(node.port()).addOnce(4, "/shop/slow");
      await().until(() -> clients.succeeded() > 1000 && begunBefore.begun() == 4);
      gap.set(true);
      Files.delete(jar(node));
      node.awaitStatus(status -> status.applications().isEmpty());
      assertThat(node.get("/shop").statusCode()).isEqualTo(404);
      begunBefore.assertNothingLost();
      assertThat(begunBefore.succeeded()).isEqualTo(4);
      rewrite(node, version("1.0", replicas).bytes());
      node.awaitRunning("shop", "1.0");
      clients.awaitRound();
      gap.set(false);
      clients.awaitRound();
      clients.assertNothingLost();
      LoadClients afterwards = load(node);
      awaitSlowRequests(afterwards);
      afterwards.assertNothingLost();
    }
  }

  private TestNode serving(int replicas) throws IOException {
    TestNode node = TestNode.start(home);
    version("1.0", replicas).writeTo(jar(node));
    node.awaitRunning("shop", "1.0");
    return node;
  }

  private static LoadClients load(TestNode node) {
    LoadClients clients = LoadClients.wantingOk(node.port()).add(16, "/shop").add(4, "/shop/slow");
    await().until(() -> clients.succeeded() > 1000);
    return clients;
  }

  /** Long enough for requests of three seconds to begin and end on both sides of a change. */
  private static void awaitSlowRequests(LoadClients clients) {
    long before = clients.succeeded();
    pass(Duration.ofMillis(3500));
    assertThat(clients.succeeded()).isGreaterThan(before);
  }

  private static void pass(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(60)).until(() -> true);
  }

  /** As a plain copy does it: the same file, shortened and written again. */
  private static void rewrite(TestNode node, byte[] bytes) throws IOException {
    Files.write(jar(node), bytes);
  }

  private static Path jar(TestNode node) {
    return node.deployDir().resolve("shop.jar");
  }

  private Path marker() {
    return TestNode.deployDir(home).resolve("shop.jar.failed");
  }

  private static PluginJars version(String version, int replicas) {
    return PluginJars.jar("shop", version)
        .deployment(
            "demo.Shop",
            options(replicas),
            """
            public Response handle(Request request) throws Exception {
              if (request.path().equals("/slow")) {
                java.util.concurrent.TimeUnit.SECONDS.sleep(3);
              }
              return Response.text("%s");
            }
            """
                .formatted(version));
  }

  private static PluginJars broken(String version, int replicas) {
    return PluginJars.jar("shop", version)
        .deployment(
            "demo.Shop",
            options(replicas),
            """
            public void start(ReplicaContext context) {
              throw new IllegalStateException("the shelf is empty");
            }
            public Response handle(Request request) {
              return Response.text("never");
            }
            """);
  }

  private static String options(int replicas) {
    return "routePrefix = \"/shop\", numReplicas = " + replicas;
  }
}
