package io.jarserve.samples.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.samples.served.Readme.Request;
import io.jarserve.testkit.JarserveServer;
import io.jarserve.testkit.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sample has a page, and the commands on it do what it says, on a server with all of them.
 */
@Timeout(300)
class ReadmesIT {

  private static final Path SAMPLES = Path.of("..");
  private static final Set<String> NOT_TO_BE_DROPPED = Set.of("villains");
  private static final Set<String> NO_PLUGINS = Set.of("testing", "served");
  private static final int LONGEST = 25;

  @TempDir static Path directory;
  private static JarserveServer server;
  private static Commands commands;

  private final Map<Process, Path> listeners = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    Setup setup = Setup.of().options("models", Commands.modelsBelow(directory));
    for (String sample : droppable().toList()) {
      setup = setup.jar(Versions.jar(sample));
    }
    server = JarserveServer.start(setup);
    commands = Commands.of(directory, server.http().uri("/").getPort());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void endListeners() {
    listeners.keySet().forEach(Process::destroyForcibly);
  }

  static Stream<String> droppable() throws IOException {
    return samples().filter(sample -> !NOT_TO_BE_DROPPED.contains(sample));
  }

  @ParameterizedTest
  @MethodSource("droppable")
  void page_ofASample_isShortAndItsCommandsWork(String sample) throws Exception {
    Readme readme = Readme.of(SAMPLES.resolve(sample));

    assertThat(readme.lines()).hasSizeBetween(8, LONGEST);
    assertThat(readme.requests()).isNotEmpty();
    for (Request request : readme.requests()) {
      if (request.inBackground()) {
        Path heard = commands.newFile();
        listeners.put(commands.shell(request, heard), heard);
      } else {
        commands.assertAnswers(request);
      }
    }
    await().untilAsserted(() -> assertHeard(readme));
  }

  @Test
  void page_ofAllSamples_namesEachOfThem() throws IOException {
    String page = Files.readString(SAMPLES.resolve("README.md"));

    assertThat(samples()).hasSizeGreaterThan(12).allMatch(name -> page.contains("](" + name + ")"));
  }

  /** Who listens in the background may come too late for what the page says first. */
  private void assertHeard(Readme readme) throws IOException, InterruptedException {
    for (Path heard : listeners.values()) {
      for (Request request : readme.requests()) {
        if (!request.inBackground() && Files.size(heard) == 0) {
          commands.assertAnswers(request);
        }
      }
      assertThat(heard).isNotEmptyFile();
    }
  }

  private static Stream<String> samples() throws IOException {
    try (Stream<Path> modules = Files.list(SAMPLES)) {
      return modules
          .filter(module -> Files.exists(module.resolve("pom.xml")))
          .map(module -> module.getFileName().toString())
          .filter(name -> !NO_PLUGINS.contains(name))
          .sorted()
          .toList()
          .stream();
    }
  }
}
