package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.json.Json;
import io.jarserve.server.node.ServeNode;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads over real HTTP into a real store. */
@Timeout(300)
class UploadTest {

  private static final byte[] JAR = PluginJars.greeter("greeter", "1.0", "hello").bytes();

  @TempDir Path home;
  private final HttpClient client = HttpClient.newHttpClient();
  private Path directory;
  private ServeNode admin;

  @BeforeEach
  void start() throws Exception {
    directory = home.resolve("state").resolve("artifacts");
    admin = ServeNode.start(TestNode.config(home).with(ConfigKey.MAX_ARTIFACT_BYTES, 100_000));
  }

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void artifact_withItsDigest_isInTheStore() throws Exception {
    HttpResponse<String> answer = upload("greeter", JAR, "sha-256=" + sha256(JAR));

    assertThat(answer.statusCode()).isEqualTo(201);
    Map<?, ?> view = json(answer);
    assertThat(view.get("application")).isEqualTo("greeter");
    assertThat(view.get("version")).isEqualTo("1.0");
    assertThat(directory.resolve(view.get("digest") + ".jar")).hasBinaryContent(JAR);
  }

  @Test
  void artifact_ofUnknownLength_isInTheStore() throws Exception {
    HttpRequest request =
        to("greeter").POST(BodyPublishers.ofByteArrays(List.of(JAR, new byte[0]))).build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
  }

  @Test
  void artifact_withAnotherDigest_isRefused() throws Exception {
    HttpResponse<String> answer = upload("greeter", JAR, "sha-256=" + sha256(new byte[1]));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(json(answer).get("reason")).isEqualTo("artifact_refused");
    await().untilAsserted(() -> assertThat(files()).isEmpty());
  }

  @Test
  void artifact_thatIsNoJar_isRefusedAndSaysWhy() throws Exception {
    HttpResponse<String> answer = upload("greeter", "no jar".getBytes(UTF_8), null);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("artifact").doesNotContain("Exception");
    await().untilAsserted(() -> assertThat(files()).isEmpty());
  }

  @Test
  void artifact_announcedTooLarge_isRefusedUnread() throws Exception {
    RawHttp.Answer answer =
        RawHttp.send(
            admin.adminPort(),
            "POST /api/serve/applications/x/artifact HTTP/1.1",
            "Host: localhost",
            "Content-Length: 100001");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(files()).isEmpty();
  }

  @Test
  void artifact_ofUnknownLengthThatIsTooLarge_isRefused() throws Exception {
    HttpRequest request =
        to("greeter").POST(BodyPublishers.ofByteArrays(List.of(new byte[200_000]))).build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    await().untilAsserted(() -> assertThat(files()).isEmpty());
  }

  @Test
  void artifact_whoseSenderGoes_leavesNothing() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.adminPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /api/serve/applications/x/artifact HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\n";
      out.write(head.getBytes(UTF_8));
      out.write(Arrays.copyOf(JAR, 100));
      out.flush();
      await().untilAsserted(() -> assertThat(files()).hasSize(1));
    }
    await().untilAsserted(() -> assertThat(files()).isEmpty());
  }

  @Test
  void artifact_whileSlowSendersTakeTheirTime_othersAreAnswered() throws Exception {
    Socket[] slow = new Socket[15];
    try {
      for (int i = 0; i < slow.length; i++) {
        slow[i] = new Socket(InetAddress.getLoopbackAddress(), admin.adminPort());
        String head =
            "POST /api/serve/applications/x/artifact HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\nPK";
        slow[i].getOutputStream().write(head.getBytes(UTF_8));
      }
      await().untilAsserted(() -> assertThat(files()).hasSize(slow.length));

      assertThat(upload("greeter", JAR, null).statusCode()).isEqualTo(201);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private HttpResponse<String> upload(String name, byte[] body, String digest) throws Exception {
    HttpRequest.Builder request = to(name).POST(BodyPublishers.ofByteArray(body));
    if (digest != null) {
      request.header("Digest", digest);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String name) {
    String path = "/api/serve/applications/" + name + "/artifact";
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.adminPort() + path));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static Map<?, ?> json(HttpResponse<String> answer) {
    return Json.read(answer.body().getBytes(UTF_8), Map.class);
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
