package io.jarserve.server.artifact.store;

import io.jarserve.server.files.Sha256;
import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/** How much was copied, and the digest of it. */
record Copied(Digest digest, long size) {

  private static final int BUFFER = 64 * 1024;

  /** Copies in slices until the end, or until more than {@code most} bytes were copied. */
  static Copied copy(InputStream in, OutputStream out, long most) throws IOException {
    MessageDigest sum = Sha256.begin();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int n = in.read(buffer); n >= 0 && size <= most; n = in.read(buffer)) {
      sum.update(buffer, 0, n);
      write(out, buffer, n);
      size += n;
    }
    return new Copied(new Digest(Sha256.end(sum)), size);
  }

  private static void write(OutputStream out, byte[] buffer, int length) throws StoreException {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw new StoreException(e);
    }
  }
}
