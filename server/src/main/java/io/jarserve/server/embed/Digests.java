package io.jarserve.server.embed;

import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of JARs before they are in a store. Stateless. */
final class Digests {

  private static final int BUFFER = 64 * 1024;

  private Digests() {}

  static Digest of(byte[] bytes) {
    return digest(sha256().digest(bytes));
  }

  /** Reads it in pieces. */
  static Digest of(Path file) throws IOException {
    MessageDigest sum = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sum.update(buffer, 0, n);
      }
    }
    return digest(sum.digest());
  }

  private static Digest digest(byte[] sum) {
    return new Digest(HexFormat.of().formatHex(sum));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
