package io.jarserve.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.certificates.TlsContexts;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ServingPlan;
import io.jarserve.server.routing.Exchange;
import io.jarserve.server.routing.Router;
import io.jarserve.server.routing.Target;
import io.jarserve.server.testing.LogLines;
import io.jarserve.server.testing.PemFiles;
import io.jarserve.server.testing.TestCertificates;
import io.jarserve.server.testing.TestCertificates.Signed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The public port over TLS, by clients that speak HTTP/1.1 and such that speak HTTP/2. */
@Timeout(300)
class TlsTest {

  private static final DeploymentId SHOP = new DeploymentId("shop", "Cart");
  private static final Signed AUTHORITY = TestCertificates.authority("CN=Test CA");

  @TempDir Path directory;
  private final Router router = new Router(new Meters());
  private final BlockingQueue<Exchange> taken = new LinkedBlockingQueue<>();
  private PemFiles pem;
  private SSLContext trust;
  private ProxyServer proxy;

  @BeforeEach
  void start() throws IOException {
    pem = PemFiles.in(directory).holding(AUTHORITY.sign("CN=first"));
    trust = trusting();
    proxy =
        new ProxyServer("127.0.0.1", 0, Optional.of(pem.ofPort()), router, () -> Readiness.READY);
    proxy.start();
    serve();
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void request_eitherProtocol_isAnsweredInIt(Version version) throws Exception {
    HttpResponse<String> answer = get(client(version), "/-/healthz");

    assertThat(answer.body()).isEqualTo("success");
    assertThat(answer.version()).isEqualTo(version);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void request_toADeployment_isRoutedAndAnswered(Version version) throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        client(version)
            .sendAsync(
                request("/cart").POST(BodyPublishers.ofString("x".repeat(100_000))).build(),
                BodyHandlers.ofString());
    Exchange exchange = take();

    assertThat(exchange.request().getHttpURI().getScheme()).isEqualTo("https");
    assertThat(Content.Source.asString(exchange.request())).hasSize(100_000);
    answer(exchange);
    assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo("hello");
  }

  @Test
  void http2_manyAtOnce_shareAConnection() throws Exception {
    HttpClient client = client(Version.HTTP_2);
    get(client, "/-/healthz");
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 50)
            .mapToObj(i -> client.sendAsync(request("/cart").build(), BodyHandlers.ofString()))
            .toList();
    for (int i = 0; i < 50; i++) {
      answer(take());
    }

    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get(60, TimeUnit.SECONDS).version()).isEqualTo(Version.HTTP_2);
    }
  }

  @Test
  void http1_clientGoes_isNoticedWhileTheDeploymentWorks() throws Exception {
    Exchange exchange;
    try (SSLSocket socket = socket()) {
      send(socket, "/cart");
      exchange = take();
      assertThat(exchange.isOpen()).isTrue();
    }

    await().until(() -> !exchange.isOpen());
  }

  @Test
  void http1_connectionKeptOpen_takesRequestAfterRequest() throws Exception {
    try (SSLSocket socket = socket()) {
      for (int i = 0; i < 3; i++) {
        send(socket, "/cart");
        answer(take());
        assertThat(receive(socket)).startsWith("HTTP/1.1 200").endsWith("hello");
      }
    }
  }

  @Test
  void files_changed_newConnectionsGetThemAndNoneIsLost() throws Exception {
    try (SSLSocket before = socket()) {
      send(before, "/cart");
      Exchange underWay = take();
      pem.holding(AUTHORITY.sign("CN=second"));

      await().until(() -> subject().equals("CN=second"));

      answer(underWay);
      assertThat(receive(before)).startsWith("HTTP/1.1 200");
      send(before, "/cart");
      answer(take());
      assertThat(receive(before)).as("on the old connection").startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void files_changedToBadOnes_theOldStayAndItIsToldOnce() throws Exception {
    try (LogLines log = LogLines.listen()) {
      Files.writeString(pem.certificate(), "no certificate");

      await().until(() -> log.all().stream().anyMatch(TlsTest::isTold));
      assertThat(subject()).isEqualTo("CN=first");
      assertThat(log.all()).filteredOn(line -> line.contains("holds no certificate")).hasSize(1);
      pem.holding(AUTHORITY.sign("CN=third"));
      await().until(() -> subject().equals("CN=third"));
    }
  }

  @Test
  void plainRequest_atTheTlsPort_isNotServed() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write("GET /cart HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("HTTP/1.1 200");
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void http1_thatAsksToChangeWithoutTls_staysWithIt() throws Exception {
    try (ProxyServer plain = new ProxyServer("127.0.0.1", 0, router, () -> Readiness.READY)) {
      plain.start();
      HttpClient client = HttpClient.newBuilder().version(Version.HTTP_2).build();
      URI uri = URI.create("http://127.0.0.1:" + plain.port() + "/-/healthz");

      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

      assertThat(answer.body()).isEqualTo("success");
      assertThat(answer.version()).isEqualTo(Version.HTTP_1_1);
    }
  }

  @Test
  void http2_withoutTlsFromTheFirstByteOn_isAnswered() throws Exception {
    try (ProxyServer plain = new ProxyServer("127.0.0.1", 0, router, () -> Readiness.READY);
        Socket socket = opened(plain)) {
      byte[] emptySettings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(emptySettings);

      byte[] frame = socket.getInputStream().readNBytes(9);
      assertThat(frame[3]).as("the type of the first frame: SETTINGS").isEqualTo((byte) 4);
    }
  }

  private static Socket opened(ProxyServer plain) throws IOException {
    plain.start();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), plain.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static boolean isTold(String line) {
    return line.contains("what was read before stays in force")
        && line.contains("holds no certificate");
  }

  private SSLContext trusting() throws IOException {
    Path ca = AUTHORITY.writeCertificate(directory.resolve("ca.crt"));
    return TlsContexts.ofClient(Optional.of(ca), Optional.empty(), Optional.empty());
  }

  private HttpClient client(Version version) {
    return HttpClient.newBuilder().sslContext(trust).version(version).build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + proxy.port() + path));
  }

  private HttpResponse<String> get(HttpClient client, String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private String subject() throws IOException {
    try (SSLSocket socket =
        (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", proxy.port())) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  private SSLSocket socket() throws IOException {
    SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", proxy.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static void send(SSLSocket socket, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  private static String receive(SSLSocket socket) throws IOException {
    StringBuilder received = new StringBuilder();
    while (received.indexOf("hello") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after " + received);
      }
      received.append((char) next);
    }
    return received.toString();
  }

  private Exchange take() throws InterruptedException {
    return Objects.requireNonNull(taken.poll(60, TimeUnit.SECONDS), "no request came");
  }

  private static void answer(Exchange exchange) {
    if (exchange.claim()) {
      exchange.send(
          200, new HttpField[0], ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private void serve() {
    ReplicaId id = new ReplicaId(SHOP, "a");
    DeploymentSpec spec = new DeploymentSpec("Cart", "shop.Cart", Options.defaults());
    Assignment assignment = new Assignment(id, 1, "1.0", new Digest("0".repeat(64)), spec);
    router.follow(new ServingPlan(1, Map.of(id, assignment), Map.of("/cart", SHOP)));
    router.serve(SHOP, List.of(new Taker(id, taken)));
  }

  /** Takes whatever comes and leaves the answers to the test. */
  private record Taker(ReplicaId id, BlockingQueue<Exchange> taken) implements Target {
    @Override
    public boolean offer(Exchange exchange) {
      return taken.add(exchange);
    }

    @Override
    public int ongoing() {
      return 0;
    }
  }
}
