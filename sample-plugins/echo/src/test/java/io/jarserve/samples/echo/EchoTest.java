package io.jarserve.samples.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.samples.testing.Bodies;
import io.jarserve.samples.testing.TestIndex;
import io.jarserve.samples.testing.TestRequest;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoTest {

  private final Echo echo = new Echo();

  @Test
  void handle_ofABody_givesItBackWithItsType() throws Exception {
    Response answer =
        echo.handle(
            TestRequest.of("POST", "/").withHeader("Content-Type", "text/x").withBody("Zoë"));

    assertThat(Bodies.text(answer)).isEqualTo("Zoë");
    assertThat(answer.headers()).contains(new Response.Header("Content-Type", "text/x"));
  }

  @Test
  void handle_ofAnOrder_mapsItToARecord() throws Exception {
    Response answer =
        echo.handle(
            TestRequest.of("POST", "/orders").withBody("{\"item\":\"tea\",\"quantity\":2}"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(Bodies.text(answer)).contains("\"item\":\"tea\"", "\"quantity\":2");
  }

  @Test
  void handle_ofAnOrderOutOfRange_namesFieldAndValue() {
    TestRequest order =
        TestRequest.of("POST", "/orders").withBody("{\"item\":\"tea\",\"quantity\":0}");

    assertThatThrownBy(() -> echo.handle(order))
        .isInstanceOf(RequestException.class)
        .hasMessage("quantity must be 1 to 1000 but is 0");
  }

  @Test
  void handle_ofAnUpload_countsAndDigests() throws Exception {
    byte[] body = new byte[100_000];
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));

    Response answer = echo.handle(TestRequest.of("PUT", "/upload").withBody(body));

    assertThat(Bodies.text(answer)).contains("\"bytes\":100000", sha256);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16 * 1024, 100_000})
  void handle_ofADownload_writesThatManyBytes(int bytes) throws Exception {
    Response answer =
        echo.handle(TestRequest.get("/download").withQuery("bytes", String.valueOf(bytes)));

    assertThat(Bodies.bytes(answer)).hasSize(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "many", "99999999999"})
  void handle_ofADownloadOutOfRange_namesTheValue(String bytes) {
    TestRequest request = TestRequest.get("/download").withQuery("bytes", bytes);

    assertThatThrownBy(() -> echo.handle(request)).hasMessageContaining("'" + bytes + "'");
  }

  @Test
  void handle_ofAnotherPath_isNotFound() {
    assertThatThrownBy(() -> echo.handle(TestRequest.get("/nowhere")))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  @Test
  void compile_always_indexesTheDeployment() {
    assertThat(TestIndex.classNames(Echo.class)).containsExactly(Echo.class.getName());
  }
}
