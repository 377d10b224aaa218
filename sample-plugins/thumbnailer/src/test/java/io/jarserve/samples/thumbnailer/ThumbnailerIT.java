package io.jarserve.samples.thumbnailer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JAR as it is dropped, in a real server. */
@Timeout(120)
class ThumbnailerIT {

  private static final Path JAR = Path.of("target", "thumbnailer.jar");

  @TempDir private Path home;
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.start(home);
    deploy("1.0");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void upload_inChunks_givesAThumbnail() throws Exception {
    HttpResponse<byte[]> answer = post(Pictures.halves("png", 1600, 1200));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/jpeg");
    BufferedImage small = Pictures.decoded(answer.body());
    assertThat(List.of(small.getWidth(), small.getHeight())).isEqualTo(List.of(200, 150));
  }

  @Test
  void upload_ofABomb_isRefused() throws Exception {
    assertThat(post(Pictures.bomb(60_000, 60_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void jar_replaced_unloadsTheOldOne() throws Exception {
    for (int version = 2; version <= 4; version++) {
      assertThat(post(Pictures.halves("jpeg", 800, 600)).statusCode()).isEqualTo(200);
      deploy(version + ".0");
    }
    await("old versions unloaded")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              System.gc();
              return node.status().pendingUnload();
            },
            List::isEmpty);
  }

  private void deploy(String version) {
    PluginJars.copy(JAR)
        .manifest("Plugin-Version", version)
        .writeTo(node.deployDir().resolve("thumbnailer.jar"));
    node.awaitRunning("thumbnailer", version);
  }

  private HttpResponse<byte[]> post(byte[] image) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(node.uri("/thumbnail?size=200"))
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(image)))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
  }
}
