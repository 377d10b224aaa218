package io.jarserve.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The sum by which content is known, and told from content that is damaged. Stateless. */
public final class Sha256 {

  private Sha256() {}

  /** A sum of nothing yet, for what comes in pieces. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Ends a sum; in hexadecimal digits. */
  public static String end(MessageDigest sum) {
    return HexFormat.of().formatHex(sum.digest());
  }

  /** The sum of that content. */
  public static byte[] of(byte[] content) {
    return begin().digest(content);
  }

  /** The same in hexadecimal digits. */
  public static String hex(byte[] content) {
    return HexFormat.of().formatHex(of(content));
  }

  /** The sum of what is in a file, in hexadecimal digits; reads it in pieces. */
  public static String hex(Path file) throws IOException {
    MessageDigest sum = begin();
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sum));
    }
    return end(sum);
  }
}
