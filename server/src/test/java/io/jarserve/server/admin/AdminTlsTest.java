package io.jarserve.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.access.Callers;
import io.jarserve.server.access.CertificateRoles;
import io.jarserve.server.access.TokenFile;
import io.jarserve.server.access.Tokens;
import io.jarserve.server.certificates.TlsContexts;
import io.jarserve.server.certificates.TlsFiles;
import io.jarserve.server.model.Role;
import io.jarserve.server.testing.PemFiles;
import io.jarserve.server.testing.TestCertificates;
import io.jarserve.server.testing.TestCertificates.Signed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The admin port over TLS, where tokens and certificates of clients say who asks. */
@Timeout(300)
class AdminTlsTest {
  private static final Signed AUTHORITY = TestCertificates.authority("CN=Test CA");

  @TempDir Path directory;
  private final CountingInstance instance = new CountingInstance();
  private Path ca;
  private PemFiles pem;
  private Path roles;
  private AdminServer admin;

  @BeforeEach
  void start() throws IOException {
    ca = AUTHORITY.writeCertificate(directory.resolve("ca.crt"));
    roles = Files.writeString(directory.resolve("roles"), "read CN=viewer\nadmin CN=boss\n");
    pem = PemFiles.in(directory).holding(AUTHORITY.sign("CN=port"));
    AdminPort port = new AdminPort("localhost", 0, false, callers(), Optional.of(pem.ofPort(ca)));
    admin = instance.behind(port, Statuses::empty);
    admin.start();
  }

  @AfterEach
  void close() {
    admin.close();
    instance.close();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void certificate_withARole_isThatRole(Version version) throws Exception {
    HttpClient viewer = client(version, AUTHORITY.sign("CN=viewer"));
    HttpClient boss = client(version, AUTHORITY.sign("CN=boss"));

    assertThat(send(viewer, "GET", "/metrics").statusCode()).isEqualTo(200);
    assertThat(send(viewer, "GET", "/metrics").version()).isEqualTo(version);
    assertThat(send(viewer, "POST", "/api/serve/shutdown").body()).contains("CN=viewer has 'read'");
    assertThat(instance.shutdowns()).isZero();
    assertThat(send(boss, "POST", "/api/serve/shutdown").statusCode()).isEqualTo(202);
  }

  @Test
  void certificate_withoutARole_isRefusedUntilItHasOne() throws Exception {
    HttpClient other = client(Version.HTTP_2, AUTHORITY.sign("CN=other"));

    HttpResponse<String> refused = send(other, "GET", "/metrics");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("CN=other", "give it one in", roles.toString());
    Files.writeString(roles, "read CN=other");
    assertThat(send(other, "GET", "/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void certificate_ofAnotherAuthority_doesNotGetThrough() throws Exception {
    HttpClient boss =
        client(Version.HTTP_1_1, TestCertificates.authority("CN=Other CA").sign("CN=boss"));

    assertThat(outcome(boss, "/metrics")).isIn("401", "broken");
    assertThat(outcome(client(Version.HTTP_1_1, TestCertificates.authority("CN=boss")), "/metrics"))
        .isIn("401", "broken");
  }

  @Test
  void token_withoutACertificate_isTakenToo() throws Exception {
    String token = new TokenFile(directory).create("ci", Role.READ, Instant.now(), null).secret();
    HttpClient nobody = nobody(Version.HTTP_2);

    assertThat(send(nobody, "GET", "/metrics").statusCode()).isEqualTo(401);
    assertThat(send(nobody, "GET", "/metrics", "Authorization", "Bearer " + token).statusCode())
        .isEqualTo(200);
    HttpClient boss = client(Version.HTTP_2, AUTHORITY.sign("CN=boss"));
    assertThat(
            send(boss, "POST", "/api/serve/shutdown", "Authorization", "Bearer " + token)
                .statusCode())
        .as("the token counts, not the certificate")
        .isEqualTo(403);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void everyPathAndMethod_nobodyAndReaders_changeNothing(Version version) throws Exception {
    HttpClient nobody = nobody(version);
    HttpClient viewer = client(version, AUTHORITY.sign("CN=viewer"));
    for (String path : TriedPaths.ALL) {
      for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
        assertThat(send(nobody, method, path).statusCode()).as(method + path).isIn(400, 401);
        assertThat(send(viewer, method, path).statusCode()).as(method + path).isIn(400, 403);
      }
    }
    assertThat(instance.shutdowns()).isZero();
  }

  @Test
  void page_ofThePortItself_mayAskOverEitherProtocol() throws Exception {
    HttpClient boss = client(Version.HTTP_2, AUTHORITY.sign("CN=boss"));
    String own = "https://localhost:" + admin.port();

    assertThat(
            send(boss, "POST", "/api/serve/shutdown", "Origin", "https://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            send(boss, "POST", "/api/serve/shutdown", "Origin", own.replace("https", "http"))
                .statusCode())
        .isEqualTo(403);
    assertThat(instance.shutdowns()).isZero();
    assertThat(send(boss, "POST", "/api/serve/shutdown", "Origin", own).statusCode())
        .isEqualTo(202);
  }

  @Test
  void files_changed_newConnectionsGetThem() throws Exception {
    assertThat(subject()).isEqualTo("CN=port");

    pem.holding(AUTHORITY.sign("CN=next"));

    await().until(() -> subject().equals("CN=next"));
  }

  @Test
  void clientAuthority_changed_countsFromThenOn() throws Exception {
    Signed next = TestCertificates.authority("CN=Next CA");
    HttpClient boss = client(Version.HTTP_1_1, next.sign("CN=boss"));
    assertThat(outcome(boss, "/metrics")).isIn("401", "broken");

    Path nextCa = next.writeCertificate(directory.resolve("next.crt"));
    Files.writeString(ca, Files.readString(ca) + Files.readString(nextCa));

    await()
        .until(
            () ->
                outcome(client(Version.HTTP_1_1, next.sign("CN=boss")), "/metrics").equals("200"));
  }

  @Test
  void everyAddress_withRolesOfCertificates_isListenedOn() throws Exception {
    AdminPort port = new AdminPort("0.0.0.0", 0, false, callers(), Optional.of(pem.ofPort(ca)));

    try (AdminServer everywhere = instance.behind(port, Statuses::empty)) {
      everywhere.start();
      assertThat(everywhere.port()).isPositive();
    }
  }

  @Test
  void everyAddress_withTlsAlone_isRefusedBecauseItSaysNobodysName() throws Exception {
    AdminPort port =
        new AdminPort("0.0.0.0", 0, false, Callers.open(), Optional.of(pem.ofPort(ca)));

    try (AdminServer everywhere = instance.behind(port, Statuses::empty)) {
      assertThatThrownBy(everywhere::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("may not listen on '0.0.0.0'")
          .hasMessageContaining("jarserve token create");
    }
  }

  @Test
  void certificateFile_missing_isToldBeforeAnythingListens() {
    Path missing = directory.resolve("missing");
    TlsFiles files = new PemFiles(missing, missing).ofPort();
    AdminPort port = new AdminPort("localhost", 0, false, Callers.open(), Optional.of(files));

    assertThatThrownBy(() -> instance.behind(port, Statuses::empty).start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing + " does not exist");
  }

  private Callers callers() throws IOException {
    return Callers.by(new Tokens(directory), Instant::now).orBy(new CertificateRoles(roles));
  }

  /** Of the certificate that a new connection is shown. */
  private String subject() throws Exception {
    return send(nobody(Version.HTTP_1_1), "GET", "/-/healthz")
        .sslSession()
        .orElseThrow()
        .getPeerPrincipal()
        .getName();
  }

  private String outcome(HttpClient client, String path) throws InterruptedException {
    try {
      return Integer.toString(send(client, "GET", path).statusCode());
    } catch (IOException broken) {
      return "broken";
    }
  }

  private HttpResponse<String> send(
      HttpClient client, String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + admin.port() + path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpClient nobody(Version version) throws IOException {
    return HttpClient.newBuilder()
        .version(version)
        .sslContext(TlsContexts.ofClient(Optional.of(ca), Optional.empty(), Optional.empty()))
        .build();
  }

  private HttpClient client(Version version, Signed identity) throws IOException {
    Path key = directory.resolve("client.key");
    Path certificate = identity.write(directory.resolve("client.crt"), key);
    return HttpClient.newBuilder()
        .version(version)
        .sslContext(
            TlsContexts.ofClient(Optional.of(ca), Optional.of(certificate), Optional.of(key)))
        .build();
  }
}
