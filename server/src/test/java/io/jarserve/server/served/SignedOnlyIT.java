package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.cli.AdminClient;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.node.ServeNode;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestCertificates;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What served before signatures were asked for does not come back without one. */
@Timeout(300)
class SignedOnlyIT {

  @TempDir Path home;

  @Test
  void restart_withSignaturesAskedFor_loadsNothingThatIsNotSigned() throws Exception {
    PluginJars.greeter("greeter", "1.0", "hi").writeTo(TestNode.deployDir(home).resolve("a.jar"));
    try (TestNode node = TestNode.start(home)) {
      node.awaitRunning("greeter", "1.0");
    }
    int port = freePort();
    URI admin = URI.create("http://127.0.0.1:" + port + "/");

    CompletableFuture<ServeNode> starting = CompletableFuture.supplyAsync(() -> start(port));
    InstanceStatus told =
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .until(() -> new AdminClient(admin, "").status(), SignedOnlyIT::isRefused);

    ApplicationView greeter = Objects.requireNonNull(told.applications().get("greeter"));
    assertThat(greeter.status()).isNotEqualTo(ApplicationStatus.RUNNING);
    assertThat(greeter.toString()).as("told to people").doesNotContain("Exception");
    assertThat(greeter.deployments().values())
        .flatMap(DeploymentView::replicas)
        .extracting(ReplicaView::state)
        .doesNotContain(ReplicaState.RUNNING);
    shutDown(admin);
    starting.get(60, TimeUnit.SECONDS).awaitClose();
  }

  private static boolean isRefused(InstanceStatus status) {
    return status.toString().contains("may not be served")
        && status.toString().contains("is not signed");
  }

  private ServeNode start(int port) {
    try {
      Path trusted =
          TestCertificates.authority("CN=Release CA").writeCertificate(home.resolve("ca.pem"));
      ServerConfig config =
          TestNode.config(home)
              .with(ConfigKey.ADMIN_PORT, port)
              .with(ConfigKey.REQUIRE_SIGNED, true)
              .with(ConfigKey.TRUST_STORE, trusted);
      return ServeNode.start(config);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void shutDown(URI admin) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(admin.resolve("/api/serve/shutdown"))
            .POST(BodyPublishers.noBody())
            .build();
    int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    assertThat(status).isEqualTo(202);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
