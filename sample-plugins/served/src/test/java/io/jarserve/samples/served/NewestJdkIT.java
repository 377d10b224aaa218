package io.jarserve.samples.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jarserve.samples.served.Readme.Request;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.testing.Jdks;
import io.jarserve.server.testing.ServerProcess;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JARs of this build on the newest JDK of the machine: every sample, those on the adapters
 * among them, answers as its page says.
 */
@Timeout(180)
class NewestJdkIT {

  /** As the launcher does. */
  private static final String[] OPENS = {
    "--add-opens", "java.base/java.lang=ALL-UNNAMED",
    "--add-opens", "java.base/java.util=ALL-UNNAMED",
    "--add-opens", "java.base/java.util.concurrent=ALL-UNNAMED"
  };

  @TempDir static Path directory;
  private static ServerProcess server;
  private static Commands commands;

  @BeforeAll
  static void start() throws IOException {
    Path newest = Jdks.newest();
    int ours = Runtime.version().feature();
    assumeTrue(
        Jdks.feature(newest) > ours,
        () -> "there is no newer JDK than this build's " + ours + " where JDKs usually are");
    List<String> samples = ReadmesIT.droppable().toList();
    Path deployDir = TestNode.deployDir(directory);
    Files.writeString(deployDir.resolve("models.yaml"), Commands.modelsBelow(directory));
    for (String sample : samples) {
      Files.copy(Versions.jar(sample), deployDir.resolve(sample + ".jar"));
    }
    server = ServerProcess.startOn(newest, directory, OPENS);
    commands = Commands.of(directory, server.httpPort());
    await("all samples run on " + newest)
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> server.status().map(NewestJdkIT::running).orElse(0L) == samples.size());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @MethodSource("io.jarserve.samples.served.ReadmesIT#droppable")
  void page_onTheNewestJdk_isAnsweredAsItSays(String sample) throws Exception {
    List<Request> requests =
        Readme.of(Path.of("..", sample)).requests().stream()
            .filter(request -> !request.inBackground())
            .toList();

    assertThat(requests).isNotEmpty();
    for (Request request : requests) {
      commands.assertAnswers(request);
    }
  }

  private static long running(InstanceStatus status) {
    return status.applications().values().stream()
        .filter(application -> application.status() == ApplicationStatus.RUNNING)
        .count();
  }
}
