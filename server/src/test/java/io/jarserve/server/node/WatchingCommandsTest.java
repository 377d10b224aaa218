package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.json.Json;
import io.jarserve.server.model.Explanation;
import io.jarserve.server.model.InstanceEvent;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that show what happens, as typed, against a whole server. */
@Timeout(300)
class WatchingCommandsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** While this is set, nobody reads on: as after Ctrl-C in a pipe. */
  private volatile boolean closed;

  @TempDir Path home;

  @Test
  void events_ofAnApplication_endWithThoseThatAreKept() {
    try (TestNode node = TestNode.start(home)) {
      drop(node, "greeter");
      drop(node, "other");

      assertThat(run(node.adminPort(), "events", "greeter")).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).contains("DEPLOY_STARTED", "COMPLETED", "  greeter  ");
      assertThat(out.toString()).doesNotContain("other");
      out.getBuffer().setLength(0);

      assertThat(run(node.adminPort(), "events", "-n", "1", "-o", "json")).isZero();
      InstanceEvent event = Json.read(bytes(), InstanceEvent.class);
      assertThat(event.application()).contains("other");
      assertThat(out.toString().lines()).hasSize(1);
    }
  }

  @Test
  void events_followed_goOnOverARestartOfTheServer() throws Exception {
    int port;
    CompletableFuture<Integer> following;
    try (TestNode node = TestNode.start(home)) {
      port = node.adminPort();
      following = CompletableFuture.supplyAsync(() -> run(port, "events", "-f", "-o", "json"));
      drop(node, "before");
      await().untilAsserted(() -> assertThat(completed()).containsExactly("before"));
    }
    await().untilAsserted(() -> assertThat(err.toString()).contains("lost the server at"));
    ServeNode again = ServeNode.start(TestNode.config(home).with(ConfigKey.ADMIN_PORT, port));
    try {
      PluginJars.greeter("after", "1.0", "hello")
          .writeTo(TestNode.deployDir(home).resolve("after.jar"));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(completed()).contains("after"));
      assertThat(sequences()).isSorted().doesNotHaveDuplicates();
      closed = true;
    } finally {
      again.close();
    }
    assertThat(following).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(ExitCode.OK);
  }

  @Test
  void explain_tellsTheStateAndWhatHappened() {
    try (TestNode node = TestNode.start(home)) {
      drop(node, "greeter");

      assertThat(run(node.adminPort(), "explain", "greeter")).isEqualTo(ExitCode.OK);
      assertThat(out.toString())
          .contains("greeter is RUNNING", "What happened last:", "DEPLOY_STARTED");
      out.getBuffer().setLength(0);

      assertThat(run(node.adminPort(), "explain", "greeter", "-o", "json")).isZero();
      assertThat(Json.read(bytes(), Explanation.class).application()).isEqualTo("greeter");
      assertThat(run(node.adminPort(), "explain", "greter")).isEqualTo(ExitCode.NOT_WELL);
      assertThat(err.toString()).contains("did you mean 'greeter'");
    }
  }

  @Test
  void status_watched_isShownAgainWhenSomethingChanged() {
    CompletableFuture<Integer> watching;
    try (TestNode node = TestNode.start(home)) {
      int port = node.adminPort();
      watching = CompletableFuture.supplyAsync(() -> run(port, "status", "--watch=0.05"));
      await().untilAsserted(() -> assertThat(out.toString()).contains("No application yet"));
      drop(node, "greeter");
      await().untilAsserted(() -> assertThat(out.toString()).contains("1 of 1 applications run"));
    }
    await().untilAsserted(() -> assertThat(out.toString()).contains("no Jarserve answers at"));
    assertThat(out.toString()).doesNotContain("\u001b");
    closed = true;
    assertThat(watching).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(ExitCode.OK);
  }

  @Test
  void status_watchedAsJson_isAUsageError() {
    assertThat(run(1, "status", "--watch", "-o", "json")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--watch shows a table");
    assertThat(run(1, "status", "--watch", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--watch takes a number of seconds from 0.01 to");
  }

  private List<String> completed() {
    return events().stream()
        .filter(event -> event.kind() == InstanceEvent.Kind.COMPLETED)
        .flatMap(event -> event.application().stream())
        .distinct()
        .toList();
  }

  private List<Long> sequences() {
    return events().stream().map(InstanceEvent::sequence).toList();
  }

  private List<InstanceEvent> events() {
    return out.toString()
        .lines()
        .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), InstanceEvent.class))
        .toList();
  }

  private byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void drop(TestNode node, String name) {
    PluginJars.greeter(name, "1.0", "hello").writeTo(node.deployDir().resolve(name + ".jar"));
    node.awaitRunning(name, "1.0");
  }

  private int run(int port, String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--address";
    all[arguments.length + 1] = "127.0.0.1:" + port;
    return Main.commandLine()
        .setOut(new PrintWriter(new Pipe()))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  /** To the test, until it closes it. */
  private final class Pipe extends Writer {

    private final StringBuilder lines = new StringBuilder();

    @Override
    public void write(char[] text, int offset, int length) {
      lines.append(text, offset, length);
    }

    /** Whole lines alone, so that the test never reads half of one. */
    @Override
    public void flush() throws IOException {
      if (closed) {
        throw new IOException("nobody reads");
      }
      out.append(lines);
      lines.setLength(0);
    }

    @Override
    public void close() {}
  }
}
