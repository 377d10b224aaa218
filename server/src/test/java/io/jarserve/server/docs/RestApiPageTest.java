package io.jarserve.server.docs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about the REST API says what the server says of itself. */
class RestApiPageTest {

  private static final Path PAGE = Path.of("..", "docs", "rest-api.md");
  private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path home;

  @Test
  void routes_ofThePage_areThoseOfTheServer() throws Exception {
    String page = Files.readString(PAGE);

    try (TestNode node = TestNode.start(home)) {
      assertThat(page.lines().filter(line -> line.startsWith("| `"))).containsSequence(rows(node));
    }
  }

  @Test
  void commands_ofThePage_workInOrder() throws Exception {
    String page = Files.readString(PAGE);
    String script = SHELL.matcher(page).results().map(b -> b.group(1)).collect(joining("\n"));
    PluginJars.greeter("greeter", "1.0", "hello").writeTo(home.resolve("greeter.jar"));

    try (TestNode node = TestNode.start(home)) {
      ProcessBuilder shell = new ProcessBuilder("bash", "-e", "-c", script);
      shell.environment().put("ADMIN", "http://127.0.0.1:" + node.adminPort());
      Path out = home.resolve("out");
      Process process =
          shell
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      boolean ended = process.waitFor(120, TimeUnit.SECONDS);
      process.destroyForcibly();
      String said = Files.readString(out);

      assertThat(ended).as(said).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(said).contains("\"created\"", "num_replicas 2 -> 4", "\"deleted\"");
    }
  }

  private static List<String> rows(TestNode node) {
    URI uri = URI.create("http://127.0.0.1:" + node.adminPort() + "/api/openapi.json");
    JsonObject paths =
        new JsonObject(node.send(HttpRequest.newBuilder(uri).build()).body())
            .getJsonObject("paths");
    List<String> rows = new ArrayList<>();
    for (String path : paths.fieldNames()) {
      for (String method : paths.getJsonObject(path).fieldNames()) {
        JsonObject operation = paths.getJsonObject(path).getJsonObject(method);
        rows.add(
            "| `%s %s` | %s | %s |"
                .formatted(
                    method.toUpperCase(Locale.ROOT),
                    path,
                    operation.getString("x-role"),
                    operation.getString("summary")));
      }
    }
    return rows;
  }
}
