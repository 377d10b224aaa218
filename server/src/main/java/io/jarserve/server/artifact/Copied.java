package io.jarserve.server.artifact;

import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How much was copied, and the digest of it. */
record Copied(Digest digest, long size) {

  private static final int BUFFER = 64 * 1024;

  /** Copies in slices until the end, or until more than {@code most} bytes were copied. */
  static Copied copy(InputStream in, OutputStream out, long most) throws IOException {
    MessageDigest sum = sha256();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int n = in.read(buffer); n >= 0 && size <= most; n = in.read(buffer)) {
      sum.update(buffer, 0, n);
      write(out, buffer, n);
      size += n;
    }
    return new Copied(digest(sum), size);
  }

  /** The digest of all that was summed up; ends the sum. */
  static Digest digest(MessageDigest sum) {
    return new Digest(HexFormat.of().formatHex(sum.digest()));
  }

  private static void write(OutputStream out, byte[] buffer, int length) throws StoreException {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw new StoreException(e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
