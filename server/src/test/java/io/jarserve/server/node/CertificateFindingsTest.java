package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.testing.PemFiles;
import io.jarserve.server.testing.TestCertificates;
import io.jarserve.server.testing.TestCertificates.Signed;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CertificateFindingsTest {

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final Signed AUTHORITY = TestCertificates.authority("CN=Test CA");

  @TempDir Path directory;
  private PemFiles pem;

  @BeforeEach
  void write() throws IOException {
    pem = PemFiles.in(directory);
    goodFor(Duration.ofDays(64));
  }

  @Test
  void findings_noFileNamed_areNone() {
    assertThat(CertificateFindings.of(TestNode.config(directory), now)).isEmpty();
  }

  @Test
  void findings_allWell_tellWhenItExpires() {
    assertThat(of(onHttp()))
        .containsExactly(
            Finding.ok(
                "http_tls_certificate " + pem.certificate(),
                "CN=port expires in 64 days, at " + now.plus(Duration.ofDays(64))));
  }

  @Test
  void findings_endNearOrPast_areTold() throws IOException {
    goodFor(Duration.ofDays(29));
    assertThat(of(onHttp()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Finding.Level.warning);
              assertThat(finding.found()).startsWith("CN=port expires in 29 days, at ");
              assertThat(finding.remedy()).startsWith("renew it");
            });

    goodFor(Duration.ofDays(-2));
    assertFailed(onHttp(), "CN=port expired 2 days ago, at ", "renew it");

    Instant tomorrow = now.plus(Duration.ofDays(1));
    pem.holding(AUTHORITY.sign("CN=port", tomorrow, tomorrow.plusSeconds(60)));
    assertFailed(onHttp(), "CN=port is not valid before " + tomorrow, "renew it");
  }

  @Test
  void findings_unusableFiles_areTheMessagesOfAStart() throws IOException {
    Files.writeString(pem.key(), "no key");
    assertFailed(
        onHttp(), pem.key() + " holds no key", "it must be PEM, with -----BEGIN PRIVATE KEY");

    AUTHORITY.sign("CN=other").write(directory.resolve("other"), pem.key());
    assertFailed(onHttp(), "is not that of the first certificate", "bring both from the same");

    Files.writeString(pem.certificate(), "half of a fi");
    assertFailed(onHttp(), pem.certificate() + " holds no certificate", "it must be PEM");

    Files.delete(pem.certificate());
    assertFailed(onHttp(), pem.certificate() + " does not exist", "bring it back");

    ServerConfig keyAlone = TestNode.config(directory).with(ConfigKey.HTTP_TLS_KEY, pem.key());
    assertFailed(keyAlone, "go together, and only " + pem.key() + " is set", "set the other too");
  }

  @Test
  void findings_chain_mustBeOne() throws IOException {
    Path chain = AUTHORITY.writeCertificate(directory.resolve("chain"));
    append(chain);
    assertThat(of(onHttp()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Finding.Level.warning);
              assertThat(finding.found()).startsWith("CN=Test CA expires in ");
            });

    goodFor(Duration.ofDays(64));
    append(TestCertificates.authority("CN=Another").writeCertificate(chain));
    assertFailed(
        onHttp(),
        "are no chain, one of them is not signed by the next",
        "put that of the server first");
  }

  @Test
  void findings_certificateWithoutHosts_isAWarning() throws IOException {
    holding(AUTHORITY.signForServers("CN=port"));

    assertThat(of(onHttp()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.found()).contains("names no host"));
  }

  @Test
  void findings_keystore_isOpened() throws IOException {
    Path keystore = directory.resolve("tls.p12");
    AUTHORITY
        .sign("CN=stored", now.minusSeconds(60), now.plus(Duration.ofDays(90)))
        .writeKeystore(keystore, "secret");
    Path password = Files.writeString(directory.resolve("password"), "secret\n");
    close(keystore);
    close(password);
    ServerConfig settings =
        TestNode.config(directory)
            .with(ConfigKey.ADMIN_TLS_KEYSTORE, keystore)
            .with(ConfigKey.ADMIN_TLS_PASSWORD_FILE, password);

    assertThat(of(settings))
        .containsExactly(
            Finding.ok(
                "admin_tls_keystore " + keystore,
                "CN=stored expires in 90 days, at " + now.plus(Duration.ofDays(90))));
    Files.writeString(password, "hunter2");
    assertFailed(settings, keystore + " cannot be opened as a keystore", "it must be PKCS #12");
    assertThat(of(settings).toString()).doesNotContain("hunter2");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void findings_keyThatEverybodyReads_isAWarning() throws IOException {
    Files.setPosixFilePermissions(pem.key(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(of(onHttp()))
        .contains(
            Finding.warning(
                "http_tls " + pem.key(),
                "everybody on this machine may read it, and pretend to be this server",
                "chmod o-r " + pem.key()));
  }

  @Test
  void findings_authoritiesAndSigners_areLookedInto() throws IOException {
    Path authority = AUTHORITY.writeCertificate(directory.resolve("ca.crt"));
    ServerConfig settings =
        onHttp().with(ConfigKey.ADMIN_CLIENT_CA, authority).with(ConfigKey.TRUST_STORE, authority);

    assertThat(of(settings))
        .extracting(Finding::level)
        .containsExactly(Finding.Level.ok, Finding.Level.warning, Finding.Level.warning);
    assertThat(of(settings).get(2).subject()).isEqualTo("trust_store " + authority);

    AUTHORITY
        .sign("CN=old", now.minusSeconds(90), now.minusSeconds(60))
        .writeCertificate(authority);
    assertThat(of(settings))
        .extracting(Finding::level)
        .containsExactly(Finding.Level.ok, Finding.Level.failed, Finding.Level.failed);

    Files.delete(authority);
    assertThat(of(settings).get(1).found()).isEqualTo(authority + " does not exist");
    assertThat(of(settings).get(2).found())
        .isEqualTo("the trust store " + authority + " does not exist");
  }

  @Test
  void findings_listsWithAWrongLine_nameIt() throws IOException {
    Path roles = Files.writeString(directory.resolve("roles"), "deploy CN=ci\nboss CN=me\n");
    Path digests = Files.writeString(directory.resolve("digests"), "0".repeat(64) + " a.jar\n");
    ServerConfig settings =
        TestNode.config(directory)
            .with(ConfigKey.ADMIN_CLIENT_ROLES, roles)
            .with(ConfigKey.ALLOWED_DIGESTS, digests);

    List<Finding> findings = of(settings);

    assertThat(findings.get(0).level()).isEqualTo(Finding.Level.failed);
    assertThat(findings.get(0).found()).contains(roles + ", line 2", "but is 'boss CN=me'");
    assertThat(findings.get(1))
        .isEqualTo(Finding.ok("allowed_digests " + digests, "every line is understood"));
  }

  private void goodFor(Duration time) throws IOException {
    holding(AUTHORITY.sign("CN=port", now.minus(Duration.ofDays(3)), now.plus(time)));
  }

  private void holding(Signed signed) throws IOException {
    close(pem.holding(signed).key());
  }

  private static void close(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void append(Path chain) throws IOException {
    Files.writeString(
        pem.certificate(), Files.readString(pem.certificate()) + Files.readString(chain));
  }

  private ServerConfig onHttp() {
    return TestNode.config(directory)
        .with(ConfigKey.HTTP_TLS_CERTIFICATE, pem.certificate())
        .with(ConfigKey.HTTP_TLS_KEY, pem.key());
  }

  private List<Finding> of(ServerConfig settings) {
    return CertificateFindings.of(settings, now);
  }

  private void assertFailed(ServerConfig settings, String found, String remedy) {
    assertThat(of(settings))
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Finding.Level.failed);
              assertThat(finding.found()).contains(found);
              assertThat(finding.remedy()).startsWith(remedy);
            });
  }
}
