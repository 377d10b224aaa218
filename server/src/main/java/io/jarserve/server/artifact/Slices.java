package io.jarserve.server.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A private copy that grows piece by piece. Used by one thread at a time; closing it deletes the
 * copy, unless {@link #whole} gave it away.
 */
final class Slices implements AutoCloseable {

  private final ArtifactStore store;
  private final Path file;
  private final FileChannel out;
  private final MessageDigest sum = Copied.sha256();
  private long size;
  private boolean givenAway;

  Slices(ArtifactStore store, Path file) throws StoreException {
    this.store = store;
    this.file = file;
    try {
      this.out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new StoreException(e);
    }
  }

  /** Appends what remains of a buffer. */
  void add(ByteBuffer piece) throws StoreException {
    size += piece.remaining();
    sum.update(piece.duplicate());
    try {
      while (piece.hasRemaining()) {
        out.write(piece);
      }
    } catch (IOException e) {
      throw new StoreException(e);
    }
  }

  long size() {
    return size;
  }

  /** Nothing more comes: the copy, which is the caller's to close. */
  Incoming whole() throws StoreException {
    try {
      out.close();
    } catch (IOException e) {
      throw new StoreException(e);
    }
    givenAway = true;
    return new Incoming(store, file, Copied.digest(sum), size);
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (!givenAway) {
      Files.deleteIfExists(file);
    }
  }
}
