package io.jarserve.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.replica.SmallNode;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.SocketClient;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code on the page about streaming compiles, and does what the page says. */
@Timeout(300)
class StreamingPageTest {

  @TempDir Path dir;
  private SmallNode node;

  @BeforeEach
  void start() throws IOException {
    node = new SmallNode(dir);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void fetch_ofThePage_answersLater() throws IOException {
    serve("Fetch");

    assertThat(Wire.get(node.port(), "/fetch").status()).isEqualTo(502);
  }

  @Test
  void ticker_ofThePage_sendsEvents() throws IOException {
    serve("Ticker");

    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", "/ticker", "");
      wire.receiveHead();
      assertThat(chunk(wire)).isEqualTo("data: you follow from the beginning\n\n");
      assertThat(Wire.post(node.port(), "/ticker", "41.5").status()).isEqualTo(204);
      assertThat(chunk(wire)).isEqualTo("event: price\nid: 1\ndata: 41.5\n\n");
    }
  }

  @Test
  void shout_ofThePage_answersOverASocket() throws IOException {
    serve("Shout");

    try (SocketClient client = SocketClient.connect(node.port(), "/shout?name=Ada")) {
      client.sendText("hello");
      assertThat(client.next()).isEqualTo("Ada: HELLO");
    }
  }

  private void serve(String className) throws IOException {
    String application = className.toLowerCase(Locale.ROOT);
    PluginJars jar =
        PluginJars.jar(application, "1.0").source("com.acme." + className, source(className));
    ReplicaId id =
        node.assign(node.store(application, "com.acme." + className, jar), "a", Map.of());
    node.follow();
    node.awaitState(id, ReplicaState.RUNNING);
  }

  private static String source(String className) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "streaming.md"));
    Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page);
    while (blocks.find()) {
      if (blocks.group(1).contains("class " + className + " ")) {
        return blocks.group(1);
      }
    }
    throw new AssertionError("the page has no class " + className);
  }

  private static String chunk(Wire wire) throws IOException {
    return new String(wire.receiveChunk(), StandardCharsets.UTF_8);
  }
}
