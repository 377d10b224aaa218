package io.jarserve.samples.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.samples.testing.Pictures;
import io.jarserve.testkit.JarserveClient;
import io.jarserve.testkit.JarserveServer;
import io.jarserve.testkit.JarserveTest;
import io.jarserve.testkit.Served;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The thumbnailer as it is dropped. */
@JarserveTest(jars = "../thumbnailer/target/thumbnailer.jar")
@Timeout(300)
class ThumbnailerIT {

  @Served private JarserveServer server;
  @Served private JarserveClient http;

  @Test
  void upload_inChunks_givesAThumbnail() throws Exception {
    HttpResponse<byte[]> answer = post(Pictures.halves("png", 1600, 1200));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/jpeg");
    BufferedImage small = Pictures.decoded(answer.body());
    assertThat(List.of(small.getWidth(), small.getHeight())).isEqualTo(List.of(200, 150));
  }

  @Test
  void upload_ofABomb_isRefused() {
    assertThat(post(Pictures.bomb(60_000, 60_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void jar_replaced_unloadsTheOldOne(@TempDir Path directory) throws Exception {
    Versions versions = new Versions(server, "thumbnailer", directory);

    for (int version = 2; version <= 4; version++) {
      assertThat(post(Pictures.halves("jpeg", 800, 600)).statusCode()).isEqualTo(200);
      versions.drop(version);
    }

    versions.awaitUnloaded();
  }

  private HttpResponse<byte[]> post(byte[] image) {
    return http.send(
        http.request("/thumbnail?size=200")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(image))),
        BodyHandlers.ofByteArray());
  }
}
