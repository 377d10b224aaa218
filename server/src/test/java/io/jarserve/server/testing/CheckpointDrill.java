package io.jarserve.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.InstanceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Servers that keep their state at one checkpoint path, each on a machine of its own, and what must
 * hold whatever goes wrong between them and the path: they serve on, say so, and lose nothing.
 */
public final class CheckpointDrill {

  private final Path directory;
  private final String url;

  /**
   * @param directory for the machines
   */
  public CheckpointDrill(Path directory, String url) {
    this.directory = directory;
    this.url = url;
  }

  /** A server on a machine of that name. */
  public TestNode start(String machine) {
    return TestNode.start(directory.resolve(machine), url);
  }

  /** A server that serves {@code a} in version 1.0. */
  public TestNode serving(String machine) {
    TestNode node = start(machine);
    deploy(node, "a", "1.0");
    node.awaitRunning("a", "1.0");
    return node;
  }

  /** Drops a deployment that answers with its name and version. */
  public static void deploy(TestNode node, String application, String version) {
    PluginJars.greeter(application, version, application + " " + version)
        .writeTo(node.deployDir().resolve(application + ".jar"));
  }

  /**
   * Something is deployed while the path misbehaves: nothing comes of it before the path is well
   * again, and {@code a} serves on.
   *
   * @param said how the status tells it
   */
  public void assertRiddenOut(
      Runnable fault,
      Runnable heal,
      String application,
      String version,
      Predicate<InstanceStatus> said)
      throws IOException {
    try (TestNode node = serving("first")) {
      fault.run();
      deploy(node, application, version);
      node.awaitStatus(said);
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");
      assertThat(node.status().applications()).containsOnlyKeys("a");

      heal.run();
      node.awaitRunning(application, version);
      node.awaitStatus(status -> status.rejectedFiles().isEmpty() && status.messages().isEmpty());
    }
    assertBroughtBack(application, version);
  }

  /** The path takes its time: that of the change, and nobody else's. */
  public void assertOnlyTheChangeWaits(Runnable fault, Runnable heal) throws IOException {
    try (TestNode node = serving("first")) {
      fault.run();
      deploy(node, "a", "2.0");
      node.awaitStatus(status -> status.messages().toString().contains("has not answered yet"));
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");

      node.awaitRunning("a", "2.0");
      node.awaitStatus(status -> status.messages().isEmpty());
      heal.run();
    }
    assertBroughtBack("a", "2.0");
  }

  /** Another server has written since: the first serves on, and changes nothing any more. */
  public void assertLateOneChangesNothing(TestNode first) throws IOException {
    deploy(first, "c", "1.0");
    first.awaitStatus(
        status -> status.messages().toString().contains("was written by another server"));
    assertThat(first.status().applications()).containsOnlyKeys("a");
    assertThat(first.get("/a").body()).isEqualTo("a 1.0");
  }

  /** On a machine that nobody used before, everything runs, and that application answers. */
  public void assertBroughtBack(String application, String version) throws IOException {
    Path home = Files.createTempDirectory(directory, "another");
    try (TestNode node = TestNode.start(home, url)) {
      node.awaitStatus(
          status ->
              status.applications().values().stream()
                  .allMatch(app -> app.status().name().equals("RUNNING")));
      assertThat(node.get("/" + application).body()).isEqualTo(application + " " + version);
    }
  }

  /** An object that was cut off, and one with a bit that is another. */
  public static List<byte[]> damaged(byte[] whole) {
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 4;
    return List.of(Arrays.copyOf(whole, whole.length / 3), flipped);
  }
}
