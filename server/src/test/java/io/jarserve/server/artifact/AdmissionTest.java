package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jarserve.server.artifact.jar.ArtifactLimits;
import io.jarserve.server.artifact.jar.JarVerifier;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.model.Digest;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestCertificates;
import io.jarserve.server.testing.TestCertificates.Signed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures and digests, on JARs that are signed by Java's own signer and then tampered with. */
class AdmissionTest {

  private static final Signed AUTHORITY = TestCertificates.authority("CN=Release CA");
  private static final Signed SIGNER = AUTHORITY.sign("CN=Release");
  private static final Digest DIGEST = new Digest("0".repeat(64));

  @TempDir Path directory;
  private Path unsigned;
  private Path trusted;

  @BeforeEach
  void write() throws IOException {
    unsigned = PluginJars.greeter("greeter", "1.0", "hi").writeTo(directory.resolve("greeter.jar"));
    trusted = AUTHORITY.writeCertificate(directory.resolve("trusted.pem"));
  }

  @Test
  void signed_byWhomTheTrustStoreVouchesFor_isAdmitted() throws Exception {
    Path jar = sign(SIGNER);

    bySignature().check(DIGEST, jar);
    assertThat(bySignature().checked(DIGEST, jar)).isEqualTo(jar);
  }

  @Test
  void signed_byATrustedCertificateItself_isAdmitted() throws Exception {
    SIGNER.writeCertificate(trusted);

    bySignature().check(DIGEST, sign(SIGNER));
  }

  @Test
  void trustStore_aKeystore_isReadWithItsPassword() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setCertificateEntry("ca", AUTHORITY.certificate());
    try (OutputStream out = Files.newOutputStream(trusted)) {
      keys.store(out, "secret".toCharArray());
    }
    Optional<Path> password = Optional.of(Files.writeString(directory.resolve("pass"), "secret\n"));

    Admission.EVERYTHING.signedBy(trusted, password).check(DIGEST, sign(SIGNER));
    assertThatThrownBy(() -> Admission.EVERYTHING.signedBy(trusted, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(trusted.toString());
  }

  @Test
  void unsigned_isRefusedWithEntryAndRemedy() {
    assertRefused(unsigned, "is not signed", "jarsigner");
  }

  @Test
  void signed_bySomebodyElse_isRefusedWithHisName() throws Exception {
    Signed stranger = TestCertificates.authority("CN=Other CA").sign("CN=Stranger");

    assertRefused(sign(stranger), "'CN=Stranger'", "is not trusted", "trust store");
  }

  @Test
  void signed_withACertificateThatIsOverOrForServers_isRefused() throws Exception {
    Instant now = Instant.now();
    Signed over = AUTHORITY.sign("CN=Over", now.minus(Duration.ofDays(2)), now.minusSeconds(60));

    assertRefused(sign(over), "'CN=Over'", "is not trusted");
    assertRefused(sign(AUTHORITY.signForServers("CN=Server")), "is not for signing code");
  }

  @Test
  void signed_andThenAnyEntryChanged_isRefused() throws Exception {
    Map<String, byte[]> entries = entries(sign(SIGNER));

    for (String name : entries.keySet()) {
      Map<String, byte[]> changed = new LinkedHashMap<>(entries);
      byte[] content = entries.get(name).clone();
      content[content.length / 2] ^= 1;
      changed.put(name, content);

      assertThat(refusal(pack(changed))).as(name).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void signed_andThenAnEntryAdded_isRefused() throws Exception {
    for (String name :
        List.of(
            "evil/Evil.class",
            "META-INF/services/java.sql.Driver",
            "META-INF/versions/17/demo/Main.class",
            "META-INF/sub/X.SF",
            "META-INF/extensions2.idx",
            "lib/evil.jar")) {
      Map<String, byte[]> more = entries(sign(SIGNER));
      more.put(name, new byte[] {1});

      assertRefused(pack(more), name, "is not signed");
    }
  }

  @Test
  void signed_andThenAnEntryTakenOut_isRefused() throws Exception {
    Map<String, byte[]> fewer = entries(sign(SIGNER));
    fewer.keySet().removeIf(name -> name.endsWith(".class"));

    assertRefused(pack(fewer), "was signed and is missing");
  }

  @Test
  void signed_andThenItsSignatureTakenOut_isRefused() throws Exception {
    Map<String, byte[]> bare = entries(sign(SIGNER));
    bare.keySet().removeIf(name -> name.endsWith(".EC"));

    assertRefused(pack(bare), "is not signed");
  }

  /** Dates and the like of a ZIP file are not signed; whatever is served is. */
  @Test
  void signed_andThenAnyByteChanged_isRefusedOrServesTheSame() throws Exception {
    Path jar = sign(SIGNER);
    byte[] bytes = Files.readAllBytes(jar);
    Map<String, String> content = texts(jar);
    Path changed = directory.resolve("changed.jar");
    int refused = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      byte[] other = bytes.clone();
      other[i] ^= (byte) (1 << (i / 2 % 8));
      Files.write(changed, other);
      if (refusal(changed) == null) {
        assertThat(texts(changed)).as("byte %d", i).isEqualTo(content);
      } else {
        refused++;
      }
    }

    assertThat(refused).isGreaterThan(bytes.length / 2 / 2);
  }

  @Test
  void trustStore_changed_isReadAgain() throws Exception {
    Admission admission = bySignature();
    Path jar = sign(SIGNER);
    admission.check(DIGEST, jar);

    TestCertificates.authority("CN=Next CA").writeCertificate(trusted);

    assertThatThrownBy(() -> admission.check(DIGEST, jar)).isInstanceOf(RefusedException.class);
    Files.writeString(trusted, "broken");
    assertThatThrownBy(() -> admission.check(DIGEST, jar))
        .as("what was read before stays in force")
        .isInstanceOf(RefusedException.class);
    AUTHORITY.writeCertificate(trusted);
    admission.check(DIGEST, jar);
  }

  @Test
  void digests_listed_areAdmittedFromThenOn() throws Exception {
    Path list = Files.writeString(directory.resolve("digests"), "# ours\n\n");
    Admission admission = Admission.EVERYTHING.listedIn(list);

    assertThatThrownBy(() -> admission.check(DIGEST, unsigned))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(DIGEST.hex())
        .hasMessageContaining(list.toString());
    Files.writeString(list, "# ours\n" + DIGEST + "  greeter.jar # first\n");
    admission.check(DIGEST, unsigned);
  }

  @Test
  void digests_lineThatIsNone_isToldWithItsNumber() throws IOException {
    Path list = Files.writeString(directory.resolve("digests"), "# ours\nabc\n");

    assertThatThrownBy(() -> Admission.EVERYTHING.listedIn(list))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(list + ", line 2: 'abc' is no SHA-256");
    assertThatThrownBy(() -> Admission.EVERYTHING.listedIn(directory.resolve("missing")))
        .hasMessageContaining("does not exist");
  }

  @Test
  void both_asked_bothMustHold() throws Exception {
    Path list = Files.writeString(directory.resolve("digests"), DIGEST.hex());
    Admission both = bySignature().listedIn(list);

    assertThatThrownBy(() -> both.check(DIGEST, unsigned)).hasMessageContaining("is not signed");
    both.check(DIGEST, sign(SIGNER));
    assertThatThrownBy(() -> both.check(new Digest("1".repeat(64)), sign(SIGNER)))
        .hasMessageContaining("is not in");
  }

  @Test
  void checked_refused_isTheReasonWhyItIsNotLoaded() throws IOException {
    Admission admission = bySignature();

    assertThatThrownBy(() -> admission.checked(DIGEST, unsigned))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("may not be served")
        .hasMessageContaining("is not signed");
  }

  private Admission bySignature() throws IOException {
    return Admission.EVERYTHING.signedBy(trusted, Optional.empty());
  }

  private void assertRefused(Path jar, String... why) {
    assertThat(refusal(jar)).isInstanceOf(RefusedException.class).hasMessageContainingAll(why);
  }

  /** What the door says, which checks the JAR itself first. */
  private Throwable refusal(Path jar) {
    return catchThrowable(
        () -> {
          new JarVerifier(ArtifactLimits.DEFAULTS).verify(jar);
          bySignature().check(DIGEST, jar);
        });
  }

  private Path sign(Signed signer) throws Exception {
    Path signed = directory.resolve("signed.jar");
    CertificateFactory certificates = CertificateFactory.getInstance("X.509");
    JarSigner jarSigner =
        new JarSigner.Builder(
                signer.key(), certificates.generateCertPath(List.of(signer.certificate())))
            .digestAlgorithm("SHA-256")
            .signatureAlgorithm("SHA256withECDSA")
            .build();
    try (ZipFile jar = new ZipFile(unsigned.toFile());
        OutputStream out = Files.newOutputStream(signed)) {
      jarSigner.sign(jar, out);
    }
    return signed;
  }

  private static Map<String, byte[]> entries(Path jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  /** The content by name; the files of the signature itself are found whatever their case. */
  private static Map<String, String> texts(Path jar) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, byte[]> entry : entries(jar).entrySet()) {
      String upper = entry.getKey().toUpperCase(Locale.ROOT);
      boolean own = upper.matches("META-INF/(MANIFEST\\.MF|SIGNER\\.(SF|EC))");
      texts.put(own ? upper : entry.getKey(), HexFormat.of().formatHex(entry.getValue()));
    }
    return texts;
  }

  private Path pack(Map<String, byte[]> entries) throws IOException {
    Path packed = directory.resolve("packed.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(packed))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return packed;
  }
}
