package io.jarserve.server.certificates;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads PEM files. Whatever stands between the blocks is passed over. Stateless. */
final class Pem {

  private static final long MOST_BYTES = 1024 * 1024;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private Pem() {}

  private record Block(String label, String content) {}

  /**
   * The certificates in a file, at least one.
   *
   * @throws IOException names file, fault and remedy
   */
  static List<X509Certificate> certificates(Path file) throws IOException {
    return certificates(file, text(file));
  }

  static List<X509Certificate> certificates(Path file, String text) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks(text)) {
      if (block.label().equals("CERTIFICATE")) {
        found.add(certificate(file, block));
      }
    }
    if (found.isEmpty()) {
      throw new IOException(
          file + " holds no certificate; it must be PEM, with -----BEGIN CERTIFICATE-----");
    }
    return found;
  }

  private static X509Certificate certificate(Path file, Block block) throws IOException {
    try {
      ByteArrayInputStream bytes = new ByteArrayInputStream(decoded(file, block));
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    } catch (GeneralSecurityException damaged) {
      throw new IOException(
          file + " holds a certificate that cannot be read: " + damaged.getMessage(), damaged);
    }
  }

  /**
   * The key in a file.
   *
   * @param algorithm that of the certificate, such as RSA
   */
  static PrivateKey key(Path file, String algorithm) throws IOException {
    for (Block block : blocks(text(file))) {
      if (block.label().equals("PRIVATE KEY")) {
        return key(file, block, algorithm);
      } else if (block.label().endsWith("PRIVATE KEY")) {
        throw new IOException(
            "%s holds a key in the form '%s', which is not read here; convert it with 'openssl pkcs8 -topk8 -nocrypt -in %s'"
                .formatted(file, block.label(), file.getFileName()));
      }
    }
    throw new IOException(file + " holds no key; it must be PEM, with -----BEGIN PRIVATE KEY-----");
  }

  private static PrivateKey key(Path file, Block block, String algorithm) throws IOException {
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(decoded(file, block)));
    } catch (GeneralSecurityException other) { // its message could hold a part of the key
      throw new IOException(
          "%s holds no %s key, and that is what the certificate is for; bring both from the same place"
              .formatted(file, algorithm));
    }
  }

  private static byte[] decoded(Path file, Block block) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(block.content());
    } catch (IllegalArgumentException damaged) {
      throw new IOException(file + " is damaged: its " + block.label() + " is no Base64");
    }
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file + " is too long for a PEM file; at most " + MOST_BYTES + " bytes");
    }
    return Files.readString(file, ISO_8859_1);
  }

  private static List<Block> blocks(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .map(block -> new Block(block.group(1), block.group(2)))
        .toList();
  }
}
