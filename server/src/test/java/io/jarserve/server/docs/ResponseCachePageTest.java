package io.jarserve.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code on the page about the response cache compiles, and does what the page says. */
@Timeout(300)
class ResponseCachePageTest {

  private static final Path PAGE = Path.of("..", "docs", "response-cache.md");

  @TempDir Path dir;

  @Test
  void page_codeAndOptions_areServedAsThePageSays() throws IOException {
    try (TestNode node = TestNode.start(dir)) {
      Files.writeString(node.deployDir().resolve("prices.yaml"), block("yaml"));
      PluginJars.jar("prices", "1.0")
          .source("com.acme.Prices", block("java"))
          .writeTo(node.deployDir().resolve("prices.jar"));
      node.awaitRunning("prices", "1.0");

      assertThat(status(node.get("/prices?sku=tea-1"))).isEqualTo("jarserve; fwd=uri-miss; stored");
      assertThat(status(node.get("/prices?sku=tea-1&ad=7"))).isEqualTo("jarserve; hit");
      assertThat(status(node.get("/prices?sku=tea-2"))).isEqualTo("jarserve; fwd=uri-miss; stored");
    }
  }

  private static String status(HttpResponse<String> answer) {
    return answer.headers().firstValue("Cache-Status").orElse("");
  }

  private static String block(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).as(language).isTrue();
    return block.group(1);
  }
}
