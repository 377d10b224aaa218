package io.jarserve.server.artifact.store;

import io.jarserve.server.files.Sha256;
import io.jarserve.server.model.Digest;
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
public final class Slices implements AutoCloseable {

  private final ArtifactStore store;
  private final Path file;
  private final FileChannel out;
  private final MessageDigest sum = Sha256.begin();
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
  public void add(ByteBuffer piece) throws StoreException {
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

  public long size() {
    return size;
  }

  /** Nothing more comes: the copy, which is the caller's to close. */
  public Incoming whole() throws StoreException {
    try {
      out.close();
    } catch (IOException e) {
      throw new StoreException(e);
    }
    givenAway = true;
    return new Incoming(store, file, new Digest(Sha256.end(sum)), size);
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (!givenAway) {
      Files.deleteIfExists(file);
    }
  }
}
