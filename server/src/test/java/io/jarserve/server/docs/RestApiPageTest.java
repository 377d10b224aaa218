package io.jarserve.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about the REST API says what the server says of itself. */
class RestApiPageTest {

  @TempDir Path home;

  @Test
  void routes_ofThePage_areThoseOfTheServer() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "rest-api.md"));

    try (TestNode node = TestNode.start(home)) {
      assertThat(page.lines().filter(line -> line.startsWith("| `"))).containsSequence(rows(node));
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
