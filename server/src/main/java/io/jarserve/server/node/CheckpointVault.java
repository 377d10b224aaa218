package io.jarserve.server.node;

import io.jarserve.server.artifact.store.ArtifactVault;
import io.jarserve.server.checkpoint.ArtifactObjects;
import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The artifacts beside the checkpoints, as the artifact store sees them. */
record CheckpointVault(ArtifactObjects objects) implements ArtifactVault {

  @Override
  public void keep(Digest digest, Path file) throws IOException {
    objects.keep(digest, file);
  }

  @Override
  public boolean fetch(Digest digest, OutputStream target) throws IOException {
    return objects.fetch(digest, target);
  }
}
