package io.jarserve.server.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.testing.PemFiles;
import io.jarserve.server.testing.TestCertificates;
import io.jarserve.server.testing.TestCertificates.Signed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsContextsTest {

  private static final Signed AUTHORITY = TestCertificates.authority("CN=Test CA");
  private static final Signed PORT = AUTHORITY.sign("CN=port");

  @TempDir Path directory;
  private PemFiles pem;

  @BeforeEach
  void write() throws IOException {
    pem = PemFiles.in(directory).holding(PORT);
  }

  @Test
  void ofPort_pem_isUsable() throws IOException {
    assertThat(TlsContexts.ofPort(pem.ofPort()).getProtocol()).isEqualTo("TLS");
  }

  @Test
  void ofPort_pemWithChainAndWordsBetween_isUsable() throws IOException {
    Path chain = directory.resolve("chain");
    AUTHORITY.writeCertificate(chain);
    Files.writeString(
        pem.certificate(),
        "subject=CN=port\n"
            + Files.readString(pem.certificate())
            + "\nissuer\n"
            + Files.readString(chain));

    assertThatCode(() -> TlsContexts.ofPort(pem.ofPort())).doesNotThrowAnyException();
    assertThat(Pem.certificates(pem.certificate())).hasSize(2);
  }

  @Test
  void ofPort_keystoreOfAnyKind_isUsable() throws Exception {
    for (String type : new String[] {"PKCS12", "JKS"}) {
      Path file = keystore(type, "secret");
      Path password = Files.writeString(directory.resolve("password"), "secret\n");

      assertThatCode(() -> TlsContexts.ofPort(stored(file, password)))
          .as(type)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void ofPort_wrongPassword_saysSoWithoutIt() throws Exception {
    Path file = keystore("PKCS12", "secret");
    Path password = Files.writeString(directory.resolve("password"), "hunter2");

    assertFails(() -> TlsContexts.ofPort(stored(file, password)), file, "password file must hold")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void ofPort_missingOrUnusable_namesFileAndRemedy() throws Exception {
    Path keystore = directory.resolve("empty.p12");
    KeyStore none = KeyStore.getInstance("PKCS12");
    none.load(null, null);
    try (OutputStream out = Files.newOutputStream(keystore)) {
      none.store(out, "secret".toCharArray());
    }
    Path password = Files.writeString(directory.resolve("password"), "secret");
    assertFails(() -> TlsContexts.ofPort(stored(keystore, password)), keystore, "holds no key");

    Files.writeString(pem.key(), TestCertificates.pem("EC PRIVATE KEY", new byte[8]));
    assertFails(() -> TlsContexts.ofPort(pem.ofPort()), pem.key(), "openssl pkcs8 -topk8");
    Files.writeString(pem.key(), TestCertificates.pem("PRIVATE KEY", new byte[8]));
    assertFails(() -> TlsContexts.ofPort(pem.ofPort()), pem.key(), "holds no EC key");
    Files.writeString(pem.key(), "-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----");
    assertFails(() -> TlsContexts.ofPort(pem.ofPort()), pem.key(), "holds no EC key");
    Files.writeString(pem.key(), "");
    assertFails(() -> TlsContexts.ofPort(pem.ofPort()), pem.key(), "holds no key");
    AUTHORITY.sign("CN=other").write(directory.resolve("other"), pem.key());
    assertFails(
        () -> TlsContexts.ofPort(pem.ofPort()), pem.key(), "is not that of the first certificate");
    Files.writeString(pem.certificate(), TestCertificates.pem("CERTIFICATE", new byte[8]));
    assertFails(() -> TlsContexts.ofPort(pem.ofPort()), pem.certificate(), "cannot be read");
    Files.writeString(pem.certificate(), "hello");
    assertFails(() -> TlsContexts.ofPort(pem.ofPort()), pem.certificate(), "holds no certificate");
    Files.delete(pem.certificate());
    assertFails(() -> TlsContexts.ofPort(pem.ofPort()), pem.certificate(), "does not exist");
  }

  @Test
  void ofPort_keyOfAnotherKind_saysWhich() throws Exception {
    byte[] rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
    Files.writeString(pem.key(), TestCertificates.pem("PRIVATE KEY", rsa));

    assertFails(() -> TlsContexts.ofPort(pem.ofPort()), pem.key(), "holds no EC key");
  }

  @Test
  void ofPort_settingsThatDoNotFit_areRefused() {
    Optional<Path> none = Optional.empty();
    Optional<Path> certificate = Optional.of(pem.certificate());
    assertThatThrownBy(() -> TlsContexts.ofPort(new TlsFiles(certificate, none, none, none, none)))
        .hasMessageContaining(pem.certificate().toString())
        .hasMessageContaining("set the other too");
    Optional<Path> key = Optional.of(pem.key());
    assertThatThrownBy(() -> TlsContexts.ofPort(new TlsFiles(certificate, key, key, none, none)))
        .hasMessageContaining("set one of them, and not both");
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertFails(
      ThrowingCallable reading, Path file, String why) {
    return assertThatThrownBy(reading)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
  }

  private static TlsFiles stored(Path keystore, Path password) {
    Optional<Path> none = Optional.empty();
    return new TlsFiles(none, none, Optional.of(keystore), Optional.of(password), none);
  }

  private Path keystore(String type, String password) throws Exception {
    KeyStore keys = KeyStore.getInstance(type);
    keys.load(null, null);
    keys.setKeyEntry(
        "port", PORT.key(), password.toCharArray(), new Certificate[] {PORT.certificate()});
    Path file = directory.resolve("keys." + type);
    try (OutputStream out = Files.newOutputStream(file)) {
      keys.store(out, password.toCharArray());
    }
    return file;
  }
}
