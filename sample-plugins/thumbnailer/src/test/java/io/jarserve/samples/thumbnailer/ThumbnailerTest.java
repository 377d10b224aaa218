package io.jarserve.samples.thumbnailer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.samples.testing.Bodies;
import io.jarserve.samples.testing.Pictures;
import io.jarserve.samples.testing.TestIndex;
import io.jarserve.samples.testing.TestRequest;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailerTest {

  private final Thumbnailer thumbnailer = new Thumbnailer();

  @ParameterizedTest
  @CsvSource({
    "png, 640, 480, 100, 100, 75",
    "jpeg, 480, 640, 100, 75, 100",
    "gif, 300, 100, 100, 100, 33",
    "png, 50, 40, 100, 50, 40",
    "png, 2000, 1, 100, 100, 1",
    "jpeg, 3001, 1999, 512, 512, 341",
  })
  void handle_anImage_isMadeSmall(
      String format, int width, int height, int size, int smallWidth, int smallHeight)
      throws Exception {
    Response answer = post(Pictures.halves(format, width, height), size);

    assertThat(answer.headers()).contains(new Response.Header("Content-Type", "image/jpeg"));
    BufferedImage small = Pictures.decoded(Bodies.bytes(answer));
    assertThat(small.getWidth()).isEqualTo(smallWidth);
    assertThat(small.getHeight()).isEqualTo(smallHeight);
    assertReddish(small.getRGB(smallWidth / 8, smallHeight / 2));
    assertBluish(small.getRGB(smallWidth * 7 / 8, smallHeight / 2));
  }

  @Test
  void handle_aTransparentImage_staysTransparent() throws Exception {
    Response answer = post(Pictures.transparent(400, 400), 100);

    assertThat(answer.headers()).contains(new Response.Header("Content-Type", "image/png"));
    BufferedImage small = Pictures.decoded(Bodies.bytes(answer));
    assertThat(small.getRGB(50, 50)).isEqualTo(0x80ff0000);
  }

  @Test
  void handle_aLargeImage_isDecodedInSteps() throws Exception {
    BufferedImage small = Pictures.decoded(Bodies.bytes(post(Pictures.large(9000, 5000), 90)));

    assertThat(small.getWidth()).isEqualTo(90);
    assertThat(small.getHeight()).isEqualTo(50);
  }

  @Test
  void handle_tooManyPixels_isRefusedBeforeDecoding() {
    assertRefused(413, "60000 x 60000", Pictures.bomb(60_000, 60_000));
  }

  @Test
  void handle_noPixelsBehindTheHeader_isRefused() {
    assertRefused(422, "cannot be decoded", Pictures.bomb(100, 100));
  }

  @Test
  void handle_brokenImage_isRefused() throws Exception {
    byte[] image = Pictures.halves("png", 300, 300);

    assertRefused(422, "cannot be decoded", Arrays.copyOf(image, image.length / 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no image"})
  void handle_noImage_isRefused(String body) {
    assertRefused(415, "PNG, JPEG or GIF", body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"15", "513", "big", "-1"})
  void handle_sizeOutOfRange_namesTheValue(String size) {
    assertThatThrownBy(
            () -> thumbnailer.handle(TestRequest.of("POST", "/").withQuery("size", size)))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.status()).isEqualTo(400))
        .hasMessageContaining("'" + size + "'");
  }

  @Test
  void handle_get_isNotOffered() {
    assertThatThrownBy(() -> thumbnailer.handle(TestRequest.get("/")))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.status()).isEqualTo(405));
  }

  @Test
  void compile_always_indexesTheDeployment() {
    assertThat(TestIndex.classNames(Thumbnailer.class))
        .containsExactly(Thumbnailer.class.getName());
  }

  private Response post(byte[] image, int size) throws Exception {
    TestRequest request = TestRequest.of("POST", "/").withBody(image);
    return thumbnailer.handle(request.withQuery("size", Integer.toString(size)));
  }

  private void assertRefused(int status, String why, byte[] body) {
    assertThatThrownBy(() -> post(body, 100))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.status()).isEqualTo(status))
        .hasMessageContaining(why);
  }

  private static void assertReddish(int rgb) {
    assertThat((rgb >> 16) & 0xff).isGreaterThan(180);
    assertThat(rgb & 0xff).isLessThan(80);
  }

  private static void assertBluish(int rgb) {
    assertThat((rgb >> 16) & 0xff).isLessThan(80);
    assertThat(rgb & 0xff).isGreaterThan(180);
  }
}
