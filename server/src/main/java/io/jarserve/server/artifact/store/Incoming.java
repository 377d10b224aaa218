package io.jarserve.server.artifact.store;

import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A private copy of a file that is not in the store yet. Used by one thread; closing it deletes the
 * copy, unless it was published.
 */
public final class Incoming implements AutoCloseable {

  private final ArtifactStore store;
  private final Path file;
  private final Digest digest;
  private final long size;

  Incoming(ArtifactStore store, Path file, Digest digest, long size) {
    this.store = store;
    this.file = file;
    this.digest = digest;
    this.size = size;
  }

  public Path file() {
    return file;
  }

  public Digest digest() {
    return digest;
  }

  public long size() {
    return size;
  }

  /** Makes it an artifact of the store, where it survives a crash. */
  public void publish() throws StoreException {
    store.publish(file, digest);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
