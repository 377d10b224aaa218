package io.jarserve.server.checkpoint;

import io.jarserve.store.CheckpointStore;
import io.jarserve.store.CheckpointStoreProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** {@code file:///path}: a directory, of a mounted share for example. */
public final class FileStoreProvider implements CheckpointStoreProvider {

  /** Nobody writes to one file for so long. */
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public CheckpointStore open(URI location) throws IOException {
    FileCheckpointStore store = new FileCheckpointStore(path(location));
    store.removeTemporaryFiles(States.FOLDER, Clock.systemUTC().instant().minus(LEFT_BEHIND));
    store.removeTemporaryFiles(
        ArtifactObjects.FOLDER, Clock.systemUTC().instant().minus(LEFT_BEHIND));
    return store;
  }

  static Path path(URI location) throws IOException {
    try {
      return Path.of(location);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the checkpoint path %s is no file on this machine; write it as file:///absolute/path"
              .formatted(location),
          e);
    }
  }
}
