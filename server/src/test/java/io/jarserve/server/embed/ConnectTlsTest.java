package io.jarserve.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.access.TokenFile;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.Role;
import io.jarserve.server.testing.PemFiles;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestCertificates;
import io.jarserve.server.testing.TestCertificates.Signed;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are connected to an instance with certificates of an authority of one's own. */
@Timeout(300)
class ConnectTlsTest {
  private static final Signed AUTHORITY = TestCertificates.authority("CN=Test CA");

  @TempDir Path home;
  private Path ca;
  private ServerConfig options;

  @BeforeEach
  void makeCertificates() throws IOException {
    ca = AUTHORITY.writeCertificate(home.resolve("ca.crt"));
    PemFiles pem = PemFiles.in(home).holding(AUTHORITY.sign("CN=port"));
    options =
        TestNode.config(home)
            .with(ConfigKey.ADMIN_TLS_CERTIFICATE, pem.certificate())
            .with(ConfigKey.ADMIN_TLS_KEY, pem.key());
  }

  @Test
  void connect_authorityOfOnesOwn_isTrustedWhereItIsNamed() throws IOException {
    try (TestNode node = TestNode.start(home, options)) {
      Jarserve jarserve = Jarserve.connect(address(node), ConnectOptions.NONE.trusting(ca));
      assertThat(jarserve.deploy(jar()).status()).isEqualTo(ApplicationStatus.RUNNING);

      assertThatThrownBy(() -> Jarserve.connect(address(node)))
          .isInstanceOfSatisfying(
              JarserveException.class, e -> assertThat(e.reason()).isEqualTo("untrusted"))
          .hasMessageContaining(address(node))
          .hasMessageContaining("ConnectOptions.trusting");
      Path other = TestCertificates.authority("CN=Other").writeCertificate(home.resolve("o.crt"));
      assertThatThrownBy(() -> Jarserve.connect(address(node), ConnectOptions.NONE.trusting(other)))
          .isInstanceOf(JarserveException.class)
          .hasMessageContaining("do not trust each other");
    }
  }

  @Test
  void connect_withTheCertificateOfAClient_hasItsRole() throws IOException {
    Path roles = Files.writeString(home.resolve("roles"), "deploy CN=ci\n");
    ServerConfig mutual =
        options
            .with(ConfigKey.ADMIN_CLIENT_CA, ca.toString())
            .with(ConfigKey.ADMIN_CLIENT_ROLES, roles.toString());
    Path key = home.resolve("ci.key");
    Path certificate = AUTHORITY.sign("CN=ci").write(home.resolve("ci.crt"), key);
    try (TestNode node = TestNode.start(home, mutual)) {
      ConnectOptions nobody = ConnectOptions.NONE.trusting(ca);
      assertThatThrownBy(() -> Jarserve.connect(address(node), nobody))
          .isInstanceOf(JarserveException.class)
          .hasMessageContaining("somebody with the role 'read'");

      Jarserve jarserve = Jarserve.connect(address(node), nobody.showing(certificate, key));

      assertThat(jarserve.deploy(jar()).status()).isEqualTo(ApplicationStatus.RUNNING);
      assertThatThrownBy(jarserve::shutdown)
          .isInstanceOf(JarserveException.class)
          .hasMessageContaining("CN=ci has 'deploy'");
    }
  }

  @Test
  void connect_withAToken_isWhoseItIs() throws Exception {
    String secret =
        new TokenFile(home.resolve("state")).create("ops", Role.READ, Instant.now(), null).secret();
    try (TestNode node = TestNode.start(home, options)) {
      ConnectOptions known = ConnectOptions.NONE.trusting(ca).withToken(secret);
      Jarserve jarserve = Jarserve.connect(address(node), known);

      assertThat(jarserve.status().applications()).isEmpty();
      assertThatThrownBy(() -> jarserve.deploy(jar()))
          .isInstanceOf(JarserveException.class)
          .hasMessageContaining("token ops has 'read'")
          .hasMessageNotContaining(secret);
    }
  }

  @Test
  void startDetached_withTls_isAskedByTheSameAuthority() throws IOException {
    Jarserve jarserve =
        Jarserve.startDetached(
            options.with(ConfigKey.ADMIN_HOST, "localhost"), ConnectOptions.NONE.trusting(ca));
    try {
      assertThat(jarserve.adminAddress().getScheme()).isEqualTo("https");
      assertThat(jarserve.deploy(jar()).status()).isEqualTo(ApplicationStatus.RUNNING);
    } finally {
      jarserve.shutdown();
    }
    assertThat(jarserve.awaitShutdown(Duration.ZERO)).isTrue();
  }

  @Test
  void credentials_ofTheEnvironment_areThoseOfTheCommandLine() throws Exception {
    Path key = home.resolve("ci.key");
    Path certificate = AUTHORITY.sign("CN=ci").write(home.resolve("ci.crt"), key);
    Map<String, String> all =
        Map.of(
            "JARSERVE_TOKEN", "jsv_1",
            "JARSERVE_CA_FILE", ca.toString(),
            "JARSERVE_CERT_FILE", certificate.toString(),
            "JARSERVE_KEY_FILE", key.toString());

    assertThat(ConnectOptions.NONE.credentials(all).token()).contains("jsv_1");
    assertThat(trust(all)).isNotSameAs(SSLContext.getDefault());
    assertThat(ConnectOptions.NONE.withToken("jsv_2").credentials(all).token()).contains("jsv_2");
    assertThat(trust(Map.of())).isSameAs(SSLContext.getDefault());
    Map<String, String> half = Map.of("JARSERVE_CERT_FILE", certificate.toString());
    assertThatThrownBy(() -> ConnectOptions.NONE.credentials(half))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("JARSERVE_KEY_FILE")
        .hasMessageContaining(certificate.toString());
  }

  @Test
  void credentials_thatCannotBeUsed_nameTheFileAndNoSecret() {
    Path missing = home.resolve("missing.crt");

    assertThatThrownBy(() -> ConnectOptions.NONE.trusting(missing).credentials(Map.of()))
        .isInstanceOfSatisfying(
            JarserveException.class, e -> assertThat(e.reason()).isEqualTo("invalid"))
        .hasMessageContaining(missing.toString());
    assertThatThrownBy(() -> ConnectOptions.NONE.withToken("two words").credentials(Map.of()))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("must hold one token")
        .hasMessageNotContaining("two words");
  }

  private static SSLContext trust(Map<String, String> environment) {
    URI address = URI.create("https://localhost:1/");
    return ConnectOptions.NONE.credentials(environment).client(address).sslContext();
  }

  private static String address(TestNode node) {
    return "https://localhost:" + node.adminPort() + "/";
  }

  private Path jar() {
    return PluginJars.greeter("greeter", "1.0", "hello").writeTo(home.resolve("greeter.jar"));
  }
}
