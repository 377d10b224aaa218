package io.jarserve.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.Problem;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.replica.SmallNode;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code on the page about routes compiles, and does what the page says. */
@Timeout(300)
class RoutesPageTest {

  private static final String TICKET = "{\"title\":\"Leak\",\"urgency\":\"HIGH\"}";

  @TempDir Path dir;

  @Test
  void tickets_ofThePage_areServed() throws IOException {
    try (SmallNode node = new SmallNode(dir)) {
      String source = java(Files.readString(Path.of("..", "docs", "routes.md")));
      PluginJars jar = PluginJars.jar("tickets", "1.0").source("com.acme.Tickets", source);
      ReplicaId id = node.assign(node.store("tickets", "com.acme.Tickets", jar), "a", Map.of());
      node.follow();
      node.awaitState(id, ReplicaState.RUNNING);

      assertThat(Wire.post(node.port(), "/tickets", TICKET).status()).isEqualTo(201);
      assertThat(Wire.get(node.port(), "/tickets?urgency=HIGH").body())
          .startsWith("[{\"id\":\"")
          .contains("\"title\":\"Leak\"");
      assertThat(Wire.get(node.port(), "/tickets?urgency=LOW").body()).isEqualTo("[]");
      Wire.Answer refused = Wire.get(node.port(), "/tickets?limit=0");
      Problem problem = Json.read(refused.bytes(), Problem.class);
      assertThat(problem.detail()).isEqualTo("query parameter 'limit' must be 1 to 100 but is '0'");
      assertThat(problem.field()).isEqualTo("limit");
    }
  }

  private static String java(String page) {
    int begin = page.indexOf("```java\n") + "```java\n".length();
    return page.substring(begin, page.indexOf("```", begin));
  }
}
