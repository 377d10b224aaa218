package io.jarserve.server.artifact.store;

import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Where artifacts are safe when this machine is lost. Called by any thread; may take its time. */
public interface ArtifactVault {

  /** There is none: artifacts live in the state directory alone. */
  ArtifactVault NONE =
      new ArtifactVault() {
        @Override
        public void keep(Digest digest, Path file) {}

        @Override
        public boolean fetch(Digest digest, OutputStream target) {
          return false;
        }
      };

  /**
   * Brings an artifact there, unless it is there; when this returned, it is safe.
   *
   * @throws IOException says what went wrong and what to do
   */
  void keep(Digest digest, Path file) throws IOException;

  /**
   * Copies an artifact from there; the bytes are not to be trusted.
   *
   * @return false when it is not there
   */
  boolean fetch(Digest digest, OutputStream target) throws IOException;
}
