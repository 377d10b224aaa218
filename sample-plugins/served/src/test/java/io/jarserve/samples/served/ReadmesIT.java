package io.jarserve.samples.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.samples.served.Readme.Request;
import io.jarserve.samples.testing.Pictures;
import io.jarserve.testkit.JarserveServer;
import io.jarserve.testkit.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
  private static final int PATIENCE_S = 120;
  private static final String STATUS = "status ";

  @TempDir static Path directory;
  private static JarserveServer server;

  private final Map<Process, Path> listeners = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    Files.write(directory.resolve("photo.jpg"), Pictures.halves("jpeg", 640, 480));
    Files.write(directory.resolve("some-large-file"), new byte[10_000_000]);
    Setup setup = Setup.of().options("models", modelsBelow(directory.resolve("models")));
    for (String sample : droppable().toList()) {
      setup = setup.jar(Versions.jar(sample));
    }
    server = JarserveServer.start(setup);
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
        Path heard = newFile();
        listeners.put(shell(request, heard), heard);
      } else {
        assertAnswers(request);
      }
    }
    await().untilAsserted(() -> assertHeard(readme));
  }

  @Test
  void page_ofAllSamples_namesEachOfThem() throws IOException {
    String page = Files.readString(SAMPLES.resolve("README.md"));

    assertThat(samples()).hasSizeGreaterThan(12).allMatch(name -> page.contains("](" + name + ")"));
  }

  private static void assertAnswers(Request request) throws IOException, InterruptedException {
    Path out = newFile();
    Process process = shell(request, out);
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as("%s ends", request).isTrue();
    List<String> lines = Files.readAllLines(out);
    assertThat(process.exitValue()).as("%s gives %s", request, lines).isZero();
    assertThat(lines)
        .as("%s", request)
        .filteredOn(line -> line.startsWith(STATUS))
        .isNotEmpty()
        .allMatch(line -> line.matches(STATUS + request.status()), request.status());
    assertThat(lines).as("%s", request).anyMatch(line -> line.startsWith(request.answer()));
  }

  /** Who listens in the background may come too late for what the page says first. */
  private void assertHeard(Readme readme) throws IOException, InterruptedException {
    for (Path heard : listeners.values()) {
      for (Request request : readme.requests()) {
        if (!request.inBackground() && Files.size(heard) == 0) {
          assertAnswers(request);
        }
      }
      assertThat(heard).isNotEmptyFile();
    }
  }

  private static Process shell(Request request, Path out) throws IOException {
    String here =
        request
            .command()
            .replace("curl ", "curl -sS -w '\\n" + STATUS + "%{http_code}\\n' ")
            .replace(
                "http://127.0.0.1:8000", "http://127.0.0.1:" + server.http().uri("/").getPort());
    return new ProcessBuilder("sh", "-c", "exec 2>&1; " + here)
        .directory(directory.toFile())
        .redirectOutput(out.toFile())
        .start();
  }

  private static Path newFile() throws IOException {
    return Files.createTempFile(directory, "out", ".txt");
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

  private static String modelsBelow(Path models) {
    return "deployments: [{name: Models, user_config: {directory: '" + models + "'}}]";
  }
}
