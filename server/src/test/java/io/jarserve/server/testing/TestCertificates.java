package io.jarserve.server.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Makes certificates for tests, in PEM: authorities, and what they sign. Written by hand in DER,
 * because Java can only read them.
 */
public final class TestCertificates {

  private static final byte[] ECDSA_SHA256 = {6, 8, 42, -122, 72, -50, 61, 4, 3, 2};
  private static final byte[] BASIC_CONSTRAINTS = {6, 3, 85, 29, 19};
  private static final byte[] ALTERNATIVE_NAMES = {6, 3, 85, 29, 17};
  private static final byte[] EXTENDED_USAGE = {6, 3, 85, 29, 37};
  private static final byte[] SERVERS = {6, 8, 43, 6, 1, 5, 5, 7, 3, 1};
  private static final AtomicLong SERIAL = new AtomicLong(1);

  private TestCertificates() {}

  /** A certificate with its key; what it signs names it as the issuer. */
  public record Signed(X509Certificate certificate, PrivateKey key) {

    /** Another certificate, for localhost and 127.0.0.1, that this one signed. */
    public Signed sign(String subject) {
      Instant now = Instant.now();
      return sign(subject, now.minusSeconds(3600), now.plusSeconds(86_400));
    }

    /** Another certificate, for a certain time. */
    public Signed sign(String subject, Instant from, Instant to) {
      return make(subject, this, from, to, names());
    }

    /** Another certificate, which is good for servers alone. */
    public Signed signForServers(String subject) {
      Instant now = Instant.now();
      byte[] usage = extension(EXTENDED_USAGE, der(0x30, SERVERS));
      return make(subject, this, now.minusSeconds(3600), now.plusSeconds(86_400), usage);
    }

    /** Writes both as PEM and gives the file of the certificate back. */
    public Path write(Path certificateFile, Path keyFile) throws IOException {
      Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
      return writeCertificate(certificateFile);
    }

    /** Writes both as a keystore. */
    public void writeKeystore(Path file, String password) throws IOException {
      try (OutputStream out = Files.newOutputStream(file)) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("it", key, password.toCharArray(), new Certificate[] {certificate});
        store.store(out, password.toCharArray());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    /** Writes the certificate alone. */
    public Path writeCertificate(Path file) throws IOException {
      return Files.writeString(file, pem("CERTIFICATE", encoded(certificate)));
    }
  }

  /** One that signs itself and may sign others. */
  public static Signed authority(String subject) {
    Instant now = Instant.now();
    byte[] constraints = extension(BASIC_CONSTRAINTS, der(0x30, der(1, new byte[] {-1})));
    return make(subject, null, now.minusSeconds(3600), now.plusSeconds(86_400), constraints);
  }

  private static Signed make(
      String subject, @Nullable Signed issuer, Instant from, Instant to, byte[] extension) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(256);
      KeyPair pair = keys.generateKeyPair();
      byte[] name = new X500Principal(subject).getEncoded();
      byte[] content =
          der(
              0x30,
              der(0xa0, der(2, new byte[] {2})),
              der(2, BigInteger.valueOf(SERIAL.getAndIncrement()).toByteArray()),
              der(0x30, ECDSA_SHA256),
              issuer == null ? name : issuer.certificate().getSubjectX500Principal().getEncoded(),
              der(0x30, time(from), time(to)),
              name,
              pair.getPublic().getEncoded(),
              der(0xa3, der(0x30, extension)));
      PrivateKey signer = issuer == null ? pair.getPrivate() : issuer.key();
      byte[] whole = der(0x30, content, der(0x30, ECDSA_SHA256), bits(signature(signer, content)));
      return new Signed(parse(whole), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** In the form of PEM files. */
  public static String pem(String label, byte[] content) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  private static byte[] names() {
    byte[] names =
        der(
            0x30,
            der(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
            der(0x87, new byte[] {127, 0, 0, 1}));
    return extension(ALTERNATIVE_NAMES, names);
  }

  private static byte[] extension(byte[] id, byte[] value) {
    return der(0x30, id, der(4, value));
  }

  private static byte[] signature(PrivateKey key, byte[] content) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(content);
    return signature.sign();
  }

  private static X509Certificate parse(byte[] whole) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] time(Instant time) {
    String text =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").format(time.atOffset(ZoneOffset.UTC));
    return der(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] bits(byte[] content) {
    return der(3, new byte[] {0}, content);
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(content::writeBytes);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = content.size();
    if (length < 128) {
      whole.write(length);
    } else {
      byte[] size = BigInteger.valueOf(length).toByteArray();
      int skip = size[0] == 0 ? 1 : 0;
      whole.write(0x80 | (size.length - skip));
      whole.write(size, skip, size.length - skip);
    }
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }
}
