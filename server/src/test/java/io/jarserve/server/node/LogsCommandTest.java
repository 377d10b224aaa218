package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

@Timeout(300)
class LogsCommandTest {

  @TempDir Path home;

  @Test
  void logs_ofAServer_mergesAndFiltersAndGoesWithTheApplication() throws Exception {
    try (TestNode node = TestNode.start(home)) {
      deploy(node, "front");
      deploy(node, "back");
      for (int i = 0; i < 3; i++) {
        ask(node, "/front", "q" + i);
        ask(node, "/back", "q" + i);
      }
      Path back = state().resolve("logs/applications/back/Main.log");
      await().until(() -> Files.exists(back) && Files.readAllLines(back).size() == 3);
      await().until(() -> logs().out().lines().count() >= 6);

      assertThat(logs("--request-id", "q1").out().lines())
          .satisfiesExactly(
              line -> assertThat(line).contains("[front#Main#", " q1] serves /front"),
              line -> assertThat(line).contains("[back#Main#", " q1] serves /back"));
      assertThat(logs("front").out()).contains("q0", "q1", "q2").doesNotContain("back");
      assertThat(logs("-n", "1", "back", "Main").out()).contains("q2").doesNotContain("q1");
      assertThat(logs("-o", "json", "--since", "1h", "back").out())
          .contains("\"request_id\":\"q1\"");
      assertThat(logs("--since", "2999-01-01T00:00:00Z").out()).isEmpty();
      assertThat(logs("fornt"))
          .isEqualTo(
              new Said(
                  1,
                  "jarserve logs: there are no logs of an application 'fornt'; did you mean"
                      + " 'front'?; looked in "
                      + state().resolve("logs")
                      + "\n"));
      assertThat(logs("front", "Mian").out()).contains("'Mian' of front; did you mean 'Main'?");
      assertThat(node.metrics()).contains("jarserve_log_lines_lost_total 0.0");
      assertThat(node.status().proxies().values())
          .allSatisfy(
              proxy ->
                  assertThat(proxy.logFilePath())
                      .isEqualTo(state().resolve("logs/server.log").toString()));

      Files.delete(node.deployDir().resolve("back.jar"));
      await().atMost(Duration.ofSeconds(60)).until(() -> !Files.exists(back.getParent()));
      assertThat(logs("front").out()).contains("q2");
    }
    assertThat(logs("front").out()).as("after the end of the server").contains("q2");
  }

  @Test
  void logLevel_ofADeployment_isChangedWhileItServes() {
    try (TestNode node = TestNode.start(home)) {
      deploy(node, "front");
      deploy(node, "back");

      assertThat(logLevel(node, "front", "Main")).isEqualTo(new Said(0, "front#Main default\n"));
      assertThat(logLevel(node, "front", "Main", "debug").out()).isEqualTo("front#Main debug\n");
      ask(node, "/front", "q1");
      ask(node, "/back", "q1");
      await().until(() -> logs("front").out().contains("in detail"));
      await().until(() -> logs("back").out().contains("q1"));
      assertThat(logs("back").out()).doesNotContain("in detail");

      assertThat(logLevel(node, "front", "Main", "off").exitCode()).isZero();
      ask(node, "/front", "q2");
      assertThat(logLevel(node, "front", "Main", "default").out()).contains("default");
      ask(node, "/front", "q3");
      await().until(() -> logs("front").out().contains("q3"));
      assertThat(logs("front").out()).doesNotContain("q2");

      assertThat(logLevel(node, "front", "Main", "loud"))
          .satisfies(said -> assertThat(said.exitCode()).isEqualTo(1))
          .satisfies(said -> assertThat(said.out()).contains("must be one of trace, debug"));
      assertThat(logLevel(node, "fornt", "Main").out()).contains("did you mean 'front'?");
      assertThat(logLevel(node, "front", "Mian").out()).contains("did you mean 'Main'?");
    }
  }

  private static Said logLevel(TestNode node, String... arguments) {
    List<String> all = new ArrayList<>(List.of("log-level", "--address", node.admin().toString()));
    all.addAll(List.of(arguments));
    StringWriter said = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said, true))
            .execute(all.toArray(String[]::new));
    return new Said(exitCode, said.toString());
  }

  @Test
  void logs_nowhere_saysWhereItLooked() {
    assertThat(logs().exitCode()).isEqualTo(2);
    assertThat(logs().out()).contains("there are no logs in " + state().resolve("logs"));
  }

  @Test
  void since_inAllForms_isATime() {
    Instant noon = Instant.parse("2030-01-31T12:00:00Z");
    SinceConverter since = new SinceConverter(() -> noon);

    assertThat(List.of("90s", "10m", "2h", "1d"))
        .extracting(text -> Duration.between(since.convert(text), noon).toSeconds())
        .containsExactly(90L, 600L, 7200L, 86_400L);
    assertThat(since.convert("2030-01-31T13:00:00+01:00")).isEqualTo(noon);
    Assertions.assertThatThrownBy(() -> since.convert("yesterday"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'yesterday' is not a time");
  }

  private static void deploy(TestNode node, String name) {
    PluginJars.jar(name, "1.0")
        .deployment(
            "demo.Main",
            "routePrefix = \"/" + name + "\"",
            """
            public Response handle(Request r) {
              org.slf4j.LoggerFactory.getLogger(Main.class).warn("serves {}", r.routePrefix());
              org.slf4j.LoggerFactory.getLogger(Main.class).debug("in detail");
              return Response.empty(204);
            }
            """)
        .writeTo(node.deployDir().resolve(name + ".jar"));
    node.awaitRunning(name, "1.0");
  }

  private static void ask(TestNode node, String path, String id) {
    HttpRequest request = HttpRequest.newBuilder(node.uri(path)).header("X-Request-Id", id).build();
    assertThat(node.send(request).statusCode()).isEqualTo(204);
  }

  private Path state() {
    return home.resolve("state");
  }

  private record Said(int exitCode, String out) {}

  private Said logs(String... arguments) {
    StringWriter said = new StringWriter();
    CommandLine jarserve =
        Main.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said, true));
    String[] all = new String[arguments.length + 3];
    all[0] = "logs";
    all[1] = "--state-dir";
    all[2] = state().toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return new Said(jarserve.execute(all), said.toString());
  }
}
