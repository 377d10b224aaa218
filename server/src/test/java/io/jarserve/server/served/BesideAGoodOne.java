package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.LogLines;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a test has that lets something misbehave beside a good deployment under load: the good one
 * loses no request, and afterwards nothing of the bad one is left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BesideAGoodOne {

  private static final String RELEASE = "io.jarserve.villains.release";

  TestNode node;

  /** What is logged during the test. */
  LogLines log;

  private Path home;
  private LoadClients bystanders;

  @BeforeAll
  void serveSomethingGood(@TempDir Path directory) {
    home = directory;
    node = TestNode.start(home);
    PluginJars.greeter("good", "1.0", "good").writeTo(jar("good"));
    node.awaitRunning("good", "1.0");
    bystanders = LoadClients.wantingOk(node.port()).add(2, "/good");
  }

  @BeforeEach
  void listen() {
    log = LogLines.listen();
  }

  @AfterEach
  void bystandersLostNothing() throws IOException {
    log.close();
    System.setProperty(RELEASE, "now");
    assertThat(bystanders.failed()).as("%s", bystanders.failures()).isZero();
    assertThat(node.application("good").status()).isEqualTo(ApplicationStatus.RUNNING);
    for (String file : List.of("bad.jar", "bad.yaml", "other.jar")) {
      Files.deleteIfExists(node.deployDir().resolve(file));
    }
    node.awaitStatus(status -> status.applications().keySet().equals(Set.of("good")));
    node.awaitStatus(status -> status.rejectedFiles().isEmpty());
    System.clearProperty(RELEASE);
  }

  @AfterAll
  void stop() {
    bystanders.close();
    node.close();
  }

  /** In the deploy directory. */
  Path jar(String name) {
    return TestNode.deployDir(home).resolve(name + ".jar");
  }

  /** The bad one, once it has failed to deploy. */
  ApplicationView awaitFailed() {
    return node.awaitApplication("bad", app -> app.status() == ApplicationStatus.DEPLOY_FAILED);
  }
}
